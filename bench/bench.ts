// Measures the figures of the README, all in one run, and prints them as its table.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from './api.ts'
import { writeList } from './lists.ts'
import { type Measure, measure, measureInTurn, median, type Program, ratio } from './measure.ts'

const RUNS = 10
const START_RUNS = 20
const BUNDLE = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'

const temp = mkdtempSync(join(tmpdir(), 'bench-'))
const { baseUrl, takeRequests, stop } = await startServer()
const namespaceUrl = `${baseUrl}/accounts/account/storage/kv/namespaces/${NAMESPACE}`
const rows: string[][] = []

try {
  await start()
  await manyKeys()
  await largeValue()
  await memory()
  await growth()
  await lists()
  bundle()
} finally {
  stop()
  rmSync(temp, { recursive: true })
}
print()

async function start(): Promise<void> {
  const programs = {
    action: action(temp, { key: 'flag', value: 'on', metadata: '{"owner":"web"}' }),
    fetch: { args: [script('fetch-put.mjs')], env: { BENCH_NAMESPACE_URL: namespaceUrl } }
  }
  const { action: ours, fetch: theirs } = await measureInTurn(programs, START_RUNS)
  row(
    'one key with metadata, cold',
    'a script that sends the same by built-in `fetch`',
    `${times(ratio(ours, theirs))} (${inSeconds(ours)} / ${inSeconds(theirs)})`,
    '≤ 1.3 ×'
  )
}

async function manyKeys(): Promise<void> {
  const workspace = makeFiles('small', 10_000, 1024)
  const programs = {
    action: action(workspace, { glob: '**' }),
    prepared: {
      args: [script('send-prepared.mjs')],
      env: { BENCH_NAMESPACE_URL: namespaceUrl, BENCH_BODIES: prepareBodies(workspace, 10_000) }
    },
    wrangler: wrangler(workspace, 10_000)
  }
  await takeRequests()
  await measure(programs.action)
  const requests = await takeRequests()
  const { action: ours, prepared, wrangler: theirs } = await measureInTurn(programs, RUNS)
  row(
    '10,000 files of 1 KiB',
    'a script that sends bodies that lie ready',
    `${times(ratio(ours, prepared))} (${inSeconds(ours)} / ${inSeconds(prepared)}), ${requests} writes`,
    '≤ 2 ×, ≤ 12 writes'
  )
  row(
    'the same',
    '`wrangler kv bulk put`',
    `${times(ratio(ours, theirs))} (${inSeconds(ours)} / ${inSeconds(theirs)})`,
    '≤ 0.33 ×'
  )
}

async function largeValue(): Promise<void> {
  const workspace = join(temp, 'large')
  mkdirSync(workspace)
  writeFileSync(join(workspace, 'one'), 'x')
  writeFileSync(join(workspace, 'large'), Buffer.alloc(26_214_400, 'KV\0\xff'))
  const measures = await measureInTurn(
    {
      one: action(workspace, { key: 'k', file: 'one' }),
      raw: action(workspace, { key: 'k', file: 'large' }),
      multipart: action(workspace, { key: 'k', file: 'large', metadata: '{}' })
    },
    RUNS
  )
  const base = peak(measures.one)
  const more = (['raw', 'multipart'] as const).map((name) => `${(peak(measures[name]) - base).toFixed(0)} MiB`)
  row(
    'one file of 25 MiB, raw and multipart',
    `one byte (${base.toFixed(0)} MiB at most)`,
    `${more.join(' and ')} more`,
    '≤ 40 MiB more'
  )
}

async function memory(): Promise<void> {
  const cases = [
    { what: '10,000 files of 25 KiB', count: 10_000, size: 25_600 },
    { what: '40 files of 25 MiB', count: 40, size: 26_214_400 }
  ]
  for (const { what, count, size } of cases) {
    const workspace = makeFiles(what, count, size)
    const { action: ours } = await measureInTurn({ action: action(workspace, { glob: '**' }) }, RUNS)
    row(what, 'nothing', `${peak(ours).toFixed(0)} MiB at most, ${inSeconds(ours)}`, '≤ 250 MiB')
    rmSync(workspace, { recursive: true })
  }
}

async function growth(): Promise<void> {
  const counts = [1000, 10_000, 100_000]
  const programs = Object.fromEntries(
    counts.map((count) => [String(count), action(makeFiles(`growth ${count}`, count, 1024), { glob: '**' })])
  )
  const measures = await measureInTurn(programs, RUNS)
  const perKey = counts.map((count) => (median((measures[count] ?? []).map(({ seconds }) => seconds)) / count) * 1e6)
  const steps = perKey.slice(1).map((time, step) => times(time / (perKey[step] ?? NaN)))
  row(
    '1,000 → 10,000 → 100,000 files',
    'itself: time for a key',
    `${steps.join(' and ')} (${perKey.map((time) => time.toFixed(0)).join(' → ')} µs)`,
    '≤ 1.3 ×'
  )
}

async function lists(): Promise<void> {
  const workspace = join(temp, 'lists')
  mkdirSync(workspace)
  for (const extension of ['json', 'yaml']) {
    const file = `pairs.${extension}`
    await writeList(join(workspace, file), 100_000, 1000)
    const { action: ours } = await measureInTurn({ action: action(workspace, { 'entries-file': file }) }, RUNS)
    row(
      `100,000 pairs of 1 KB in a ${extension.toUpperCase()} list`,
      'nothing',
      `${peak(ours).toFixed(0)} MiB at most, ${inSeconds(ours)}`,
      '≤ 1,000 MiB'
    )
  }
}

function bundle(): void {
  const copies = readFileSync(BUNDLE, 'utf8').match(/class EnvHttpProxyAgent /g)?.length ?? 0
  row(
    '`dist/index.js`',
    'nothing',
    `${(statSync(BUNDLE).size / 1e6).toFixed(2)} MB, ${copies} undici`,
    '≤ 2.1 MB, 1 undici'
  )
}

function action(workspace: string, inputs: Readonly<Record<string, string>>): Program {
  const given = {
    'api-token': 'token',
    'account-id': 'account',
    namespace: NAMESPACE,
    'api-base-url': baseUrl,
    ...inputs
  }
  const output = join(temp, 'output')
  const summary = join(temp, 'summary')
  for (const file of [output, summary]) writeFileSync(file, '')
  return {
    args: [BUNDLE],
    cwd: workspace,
    env: {
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
    }
  }
}

function wrangler(workspace: string, count: number): Program {
  const pairs = Array.from({ length: count }, (_, index) => ({
    key: name(index),
    value: readFileSync(join(workspace, name(index)), 'utf8')
  }))
  const file = join(temp, 'pairs.json')
  writeFileSync(file, JSON.stringify(pairs))
  return {
    args: [
      script('node_modules/wrangler/bin/wrangler.js'),
      'kv',
      'bulk',
      'put',
      file,
      '--remote',
      '--namespace-id',
      NAMESPACE
    ],
    cwd: temp,
    env: {
      CLOUDFLARE_API_TOKEN: 'token',
      CLOUDFLARE_ACCOUNT_ID: 'account',
      CLOUDFLARE_API_BASE_URL: baseUrl,
      WRANGLER_SEND_METRICS: 'false',
      CI: 'true'
    }
  }
}

function prepareBodies(workspace: string, count: number): string {
  const folder = join(temp, 'bodies')
  mkdirSync(folder)
  for (let first = 0; first < count; first += 1000) {
    const pairs = Array.from({ length: 1000 }, (_, index) => name(first + index))
    writeFileSync(
      join(folder, `${first}.json`),
      JSON.stringify(pairs.map((key) => ({ key, value: readFileSync(join(workspace, key), 'utf8') })))
    )
  }
  return folder
}

/** Makes `count` files of `size` bytes, a hundred to a folder, and returns their workspace. */
function makeFiles(what: string, count: number, size: number): string {
  const workspace = join(temp, what)
  for (let index = 0; index < count; index++) {
    if (index % 100 === 0) mkdirSync(join(workspace, name(index), '..'), { recursive: true })
    writeFileSync(join(workspace, name(index)), `{"index":${index},"text":"`.padEnd(size - 2, 'value ') + '"}')
  }
  return workspace
}

function name(index: number): string {
  return `folder-${Math.floor(index / 100)}/file-${index}.json`
}

function script(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

function peak(measures: readonly Measure[]): number {
  return Math.max(...measures.map(({ peak }) => peak))
}

function inSeconds(measures: readonly Measure[]): string {
  return `${median(measures.map(({ seconds }) => seconds)).toFixed(2)} s`
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`
}

function row(...cells: [work: string, comparedWith: string, measured: string, goal: string]): void {
  rows.push(cells)
  console.error(cells.join(' | '))
}

function print(): void {
  const date = new Date().toISOString().slice(0, 10)
  console.log(`Medians of ${RUNS} runs (${START_RUNS} for the cold start), ${date}, Node ${process.version}.\n`)
  for (const cells of [['Work', 'Compared with', 'Measured', 'Goal'], ['---', '---', '---', '---'], ...rows]) {
    console.log(`| ${cells.join(' | ')} |`)
  }
}
