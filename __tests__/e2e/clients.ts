import { execFile, type ExecFileOptions } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { LocalKv } from '../../demo/local-kv.ts'

const FOLDER = resolve('e2e')
const run = promisify(execFile)

/** Limits wrangler to requests to the given API. */
export const OFFLINE = {
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false'
} as const

/** Path of wrangler's script, to be run by Node. */
export const WRANGLER = join(FOLDER, 'node_modules', 'wrangler', 'bin', 'wrangler.js')

/** A pair that the SDK writes or reads. */
export interface SdkPair {
  readonly key: string
  /** In base64. */
  readonly value: string
  readonly metadata?: unknown
  readonly ttl?: number
}

/** Writes or reads pairs with the official SDK. Returns what it read, and the names that it listed. */
export async function sdk(
  operation: 'read' | 'write',
  kv: LocalKv,
  pairs: readonly SdkPair[]
): Promise<{ readonly found: readonly SdkPair[]; readonly names: readonly string[] }> {
  const env = {
    BASE_URL: kv.baseUrl,
    API_TOKEN: kv.apiToken,
    ACCOUNT_ID: kv.accountId,
    NAMESPACE_ID: kv.namespaces[0]?.id
  }
  const child = run(process.execPath, ['sdk.mjs', operation], { cwd: FOLDER, env: { ...process.env, ...env } })
  child.child.stdin?.end(JSON.stringify(pairs))
  return JSON.parse((await child).stdout) as Awaited<ReturnType<typeof sdk>>
}

/** Runs a command of wrangler against the local KV, in `cwd`. Returns what it printed on standard output. */
export async function wrangler(kv: LocalKv, cwd: string, args: readonly string[]): Promise<string> {
  const options: ExecFileOptions = {
    cwd,
    env: {
      ...process.env,
      ...OFFLINE,
      CLOUDFLARE_API_BASE_URL: kv.baseUrl,
      CLOUDFLARE_API_TOKEN: kv.apiToken,
      CLOUDFLARE_ACCOUNT_ID: kv.accountId
    }
  }
  return String((await run(process.execPath, [WRANGLER, ...args], options)).stdout)
}
