// The programs that are measured.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileName } from './files.ts'
import type { Program } from './measure.ts'
import { NAMESPACE } from './namespaces.ts'

/** The bundle that is measured. */
export const BUNDLE = script('../dist/index.js')

/** A folder for the files of programs, until `removeTemp`. */
export const temp = mkdtempSync(join(tmpdir(), 'bench-'))

/** Removes the folder with everything in it. */
export function removeTemp(): void {
  rmSync(temp, { recursive: true })
}

/** The action, started as the runner does. */
export function action(baseUrl: string, workspace: string, inputs: Readonly<Record<string, string>>): Program {
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
      GITHUB_REPOSITORY: 'fjord/shop',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
    }
  }
}

/** `wrangler kv bulk put` of the same keys. */
export function wrangler(baseUrl: string, workspace: string, count: number): Program {
  const pairs = Array.from({ length: count }, (_, index) => ({
    key: fileName(index),
    value: readFileSync(join(workspace, fileName(index)), 'utf8')
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

/** A script that sends one key with its metadata with the built-in `fetch`. */
export function fetchPut(baseUrl: string): Program {
  return { args: [script('fetch-put.mjs')], env: { BENCH_NAMESPACE_URL: namespaceUrl(baseUrl) } }
}

/** A script that sends bulk requests with prepared bodies. */
export function sendPrepared(baseUrl: string, workspace: string, count: number): Program {
  return {
    args: [script('send-prepared.mjs')],
    env: { BENCH_NAMESPACE_URL: namespaceUrl(baseUrl), BENCH_BODIES: prepareBodies(workspace, count) }
  }
}

/** A script that parses a JSON file and does nothing else. */
export function parseJson(file: string): Program {
  return { args: [script('parse-json.mjs')], env: { BENCH_JSON: file } }
}

function prepareBodies(workspace: string, count: number): string {
  const folder = join(temp, 'bodies')
  mkdirSync(folder)
  for (let first = 0; first < count; first += 1000) {
    const pairs = Array.from({ length: 1000 }, (_, index) => fileName(first + index))
    writeFileSync(
      join(folder, `${first}.json`),
      JSON.stringify(pairs.map((key) => ({ key, value: readFileSync(join(workspace, key), 'utf8') })))
    )
  }
  return folder
}

function namespaceUrl(baseUrl: string): string {
  return `${baseUrl}/accounts/account/storage/kv/namespaces/${NAMESPACE}`
}

function script(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
