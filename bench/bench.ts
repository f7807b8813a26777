// Measures the figures of docs/performance.md in one run, or only the cases that are named.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startServer } from './api.ts'
import { fileName, makeFiles, writeList, writeMap } from './files.ts'
import { type Measure, measure, measureInTurn, median, ratio } from './measure.ts'
import { KEPT_NAMESPACE } from './namespaces.ts'
import { action, BUNDLE, fetchPut, parseJson, removeTemp, sendPrepared, temp, wrangler } from './programs.ts'
import { publishTable, type Row } from './table.ts'

const RUNS = Number(process.env['BENCH_RUNS'] ?? 10)
const START_RUNS = 30
const LIMIT_RUNS = 3

const CASES = {
  start,
  manyKeys,
  excluded,
  fewChanges,
  validation,
  largeValue,
  memory,
  growth,
  lists,
  serviceLimit,
  bundle
}

const { baseUrl, takeRequests, stop } = await startServer()
const rows: Row[] = []

const asked = process.argv.slice(2)
try {
  for (const [name, measureCase] of Object.entries(CASES)) {
    if (asked.length === 0 || asked.includes(name)) await measureCase()
  }
} finally {
  stop()
  removeTemp()
}
publishTable(
  rows,
  asked.length === 0,
  `${RUNS} runs (${START_RUNS} for the cold start, ${LIMIT_RUNS} for 1,000,000 pairs)`
)

/** Returns the address of the server that takes these milliseconds for a request, and for a key written. */
function serverThatTakes(perRequest: number, perKey: number): string {
  return `${baseUrl}/takes/${perRequest}/${perKey}`
}

async function start(): Promise<void> {
  for (const { latency, goal } of [
    { latency: 0, goal: '≤ 1.35 ×' },
    { latency: 100, goal: '≤ 1.2 ×' }
  ]) {
    const url = serverThatTakes(latency, 0)
    const programs = {
      action: action(url, temp, { key: 'flag', value: 'on', metadata: '{"owner":"web"}' }),
      fetch: fetchPut(url)
    }
    const { action: ours, fetch: theirs } = await measureInTurn(programs, START_RUNS)
    row(
      `one key with metadata, cold, ${latency === 0 ? 'no latency' : `${latency} ms latency`}`,
      'a script that sends the same with the built-in `fetch`',
      `${times(ratio(ours, theirs))} (${inSeconds(ours)} / ${inSeconds(theirs)})`,
      goal
    )
  }
}

async function manyKeys(): Promise<void> {
  const workspace = makeFiles(join(temp, 'small'), 10_000, 1024)
  const programs = {
    action: action(baseUrl, workspace, { glob: '**' }),
    prepared: sendPrepared(baseUrl, workspace, 10_000),
    wrangler: wrangler(baseUrl, workspace, 10_000)
  }
  await takeRequests()
  await measure(programs.action)
  const requests = await takeRequests()
  const { action: ours, prepared, wrangler: theirs } = await measureInTurn(programs, RUNS)
  row(
    '10,000 files of 1 KiB',
    'a script that sends prepared bodies',
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

async function excluded(): Promise<void> {
  const alone = makeFiles(join(temp, 'alone'), 10_000, 1024)
  const workspace = makeFiles(join(temp, 'excluded'), 10_000, 1024)
  makeFiles(join(workspace, 'skipped'), 20_000, 64)
  const { none, folder, names } = await measureInTurn(
    {
      none: action(baseUrl, alone, { glob: '**' }),
      folder: action(baseUrl, workspace, { glob: '**\n!skipped/**' }),
      names: action(baseUrl, workspace, { glob: '**\n!**/skipped/*/*.json' })
    },
    RUNS
  )
  row(
    '10,000 files beside 20,000 excluded ones, as a folder and one by one',
    'none excluded',
    `${times(ratio(folder, none))} and ${times(ratio(names, none))} (${inSeconds(folder)} and ${inSeconds(names)} / ${inSeconds(none)})`,
    '≤ 1.25 ×'
  )
}

async function fewChanges(): Promise<void> {
  const workspace = makeFiles(join(temp, 'changes'), 10_000, 1024)
  const inputs = { glob: '**', namespace: KEPT_NAMESPACE, 'skip-unchanged': 'true' }
  let run = 0
  const prepare = (): void => {
    run += 1
    for (const index of [0, 5000, 9999]) writeFileSync(join(workspace, fileName(index)), `run ${run}`.padEnd(1024))
  }
  await measure(action(baseUrl, workspace, inputs))
  await takeRequests()
  await measure({ ...action(baseUrl, workspace, inputs), prepare })
  const requests = await takeRequests()
  for (const { perKey, goal } of [
    { perKey: 0.1, goal: '12 requests' },
    { perKey: 3, goal: '≤ 0.25 ×, 12 requests' }
  ]) {
    const url = serverThatTakes(100, perKey)
    const programs = {
      changed: { ...action(url, workspace, inputs), prepare },
      all: action(url, workspace, { glob: '**' })
    }
    const { changed, all } = await measureInTurn(programs, RUNS)
    row(
      '3 changed of 10,000 files, `skip-unchanged`',
      `writing all, at ${perKey} ms for a key written`,
      `${times(ratio(changed, all))} (${inSeconds(changed)} / ${inSeconds(all)}), ${requests} requests`,
      goal
    )
  }
}

async function validation(): Promise<void> {
  const workspace = join(temp, 'validation')
  makeFiles(join(workspace, 'flags'), 10_000, 100)
  const properties = { index: { type: 'integer', minimum: 0 }, text: { type: 'string', pattern: '^[a-z ]*$' } }
  const schema = { type: 'object', properties, required: ['index'], additionalProperties: false }
  writeFileSync(join(workspace, 'schema.json'), JSON.stringify(schema))
  const inputs = { glob: 'flags/**' }
  const { checked, unchecked } = await measureInTurn(
    {
      checked: action(baseUrl, workspace, { ...inputs, schema: 'schema.json' }),
      unchecked: action(baseUrl, workspace, inputs)
    },
    RUNS
  )
  const more = median(checked.map(({ seconds }) => seconds)) - median(unchecked.map(({ seconds }) => seconds))
  row(
    '10,000 small values with a schema',
    'the same without a schema',
    `${more.toFixed(2)} s more (${inSeconds(checked)} / ${inSeconds(unchecked)})`,
    '≤ 1 s more'
  )
}

async function largeValue(): Promise<void> {
  const workspace = join(temp, 'large')
  mkdirSync(workspace)
  writeFileSync(join(workspace, 'one'), 'x')
  writeFileSync(join(workspace, 'large'), Buffer.alloc(26_214_400, 'KV\0\xff'))
  const measures = await measureInTurn(
    {
      one: action(baseUrl, workspace, { key: 'k', file: 'one' }),
      raw: action(baseUrl, workspace, { key: 'k', file: 'large' }),
      multipart: action(baseUrl, workspace, { key: 'k', file: 'large', metadata: '{}' })
    },
    RUNS
  )
  const base = peak(measures.one)
  const more = (['raw', 'multipart'] as const).map((name) => `${(peak(measures[name]) - base).toFixed(0)} MiB`)
  row(
    'one file of 25 MiB, raw and multipart',
    `one byte (peak ${base.toFixed(0)} MiB)`,
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
    const workspace = makeFiles(join(temp, what), count, size)
    const { action: ours } = await measureInTurn({ action: action(baseUrl, workspace, { glob: '**' }) }, RUNS)
    row(what, '—', `peak ${peak(ours).toFixed(0)} MiB, ${inSeconds(ours)}`, '≤ 250 MiB')
    rmSync(workspace, { recursive: true })
  }
}

async function growth(): Promise<void> {
  const counts = [1000, 10_000, 100_000]
  const programs = Object.fromEntries(
    counts.map((count) => [
      String(count),
      action(baseUrl, makeFiles(join(temp, `growth ${count}`), count, 1024), { glob: '**' })
    ])
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
    const { action: ours } = await measureInTurn({ action: action(baseUrl, workspace, { 'entries-file': file }) }, RUNS)
    row(
      `100,000 pairs of 1 KB in a ${extension.toUpperCase()} list`,
      '—',
      `peak ${peak(ours).toFixed(0)} MiB, ${inSeconds(ours)}`,
      '≤ 1,000 MiB'
    )
  }
}

/** 1,200 requests in five minutes, 1,000 pairs each: 1,000,000 pairs take the service 250 s at the least. */
async function serviceLimit(): Promise<void> {
  const workspace = join(temp, 'limit')
  mkdirSync(workspace)
  await writeMap(join(workspace, 'pairs.json'), 1_000_000)
  const url = serverThatTakes(0, 0)
  const { action: ours, parse } = await measureInTurn(
    {
      action: action(url, workspace, { 'entries-file': 'pairs.json' }),
      parse: parseJson(join(workspace, 'pairs.json'))
    },
    LIMIT_RUNS
  )
  row(
    '1,000,000 pairs of a JSON map, no latency',
    'the 250 s that the service takes at its limit of 1,200 requests in 5 minutes',
    inSeconds(ours),
    '≤ 250 s'
  )
  row(
    'its memory',
    'a script that parses the map with `JSON.parse`',
    `${times(peak(ours) / peak(parse))} (peak ${peak(ours).toFixed(0)} / ${peak(parse).toFixed(0)} MiB)`,
    '—'
  )
}

function bundle(): void {
  const chunks = readdirSync(dirname(BUNDLE)).filter((name) => name.endsWith('.js'))
  const sizes = chunks.map((name) => statSync(join(dirname(BUNDLE), name)).size)
  const copies = readFileSync(BUNDLE, 'utf8').match(/class EnvHttpProxyAgent /g)?.length ?? 0
  row(
    '`dist/index.js`, which every run reads',
    '—',
    `${megabytes(statSync(BUNDLE).size)} of ${megabytes(sizes.reduce((sum, size) => sum + size, 0))} in all, ${copies} undici`,
    '≤ 1.2 MB, 1 undici'
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`
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

function row(...cells: Row): void {
  rows.push(cells)
  console.error(cells.join(' | '))
}
