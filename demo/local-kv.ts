import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { basename, join, resolve } from 'node:path'
import type { KVNamespace } from '@cloudflare/workers-types'
import { createHash } from 'node:crypto'
import { Miniflare } from 'miniflare'

/** A namespace of the local KV. */
export interface LocalNamespace {
  readonly id: string
  readonly title: string
}

/** The namespaces and credentials of the local KV. */
export interface LocalKvSettings {
  readonly accountId: string
  readonly apiToken: string
  /** A read-only token. */
  readonly readToken: string
  readonly apiEmail: string
  readonly apiKey: string
  readonly namespaces: readonly LocalNamespace[]
  /** Folder for the data. Without it, the data is kept in memory. */
  readonly persistTo?: string
}

/** A running local KV. */
export interface LocalKv extends LocalKvSettings {
  /** Base URL of its REST API, on loopback. */
  readonly baseUrl: string
  /** Returns the binding of a namespace, which reads the stored data without the REST API. */
  binding(namespaceId: string): Promise<KVNamespace>
  close(): Promise<void>
}

const DEFAULTS: LocalKvSettings = {
  accountId: '01a7362d577a6c3019a474fd6f485823',
  apiToken: 'local-token-that-opens-nothing-else',
  readToken: 'local-token-that-only-reads',
  apiEmail: 'local@example.com',
  apiKey: 'local-key-that-opens-nothing-else',
  namespaces: [
    { id: '0f2ac74b498b48028cb68387c421e279', title: 'feature-flags' },
    { id: 'b1946ac92492d2347c6235b4d2611184', title: 'site-config' }
  ]
}

/** IDs of the namespaces that clients may create. */
const SPARE_IDS = Array.from({ length: 20 }, (_, index) => createHash('md5').update(`spare ${index}`).digest('hex'))

/**
 * Starts a Workers KV on this machine: workerd with real KV bindings behind the paths of the REST API.
 * Needs no account and no network.
 */
export async function startLocalKv(overrides: Partial<LocalKvSettings> = {}): Promise<LocalKv> {
  const settings = { ...DEFAULTS, ...overrides }
  const miniflare = new Miniflare({
    modules: ['worker.ts', 'namespaces.ts', 'operations.ts', 'answers.ts'].map((path) => ({
      type: 'ESModule',
      path,
      contents: stripTypeScriptTypes(readFileSync(new URL(`worker/${path}`, import.meta.url), 'utf8'))
    })),
    modulesRoot: '.',
    compatibilityDate: '2026-07-01',
    bindings: { SETTINGS: { ...settings, spareIds: SPARE_IDS } },
    kvNamespaces: ['REGISTRY', ...settings.namespaces.map(({ id }) => id), ...SPARE_IDS],
    ...(settings.persistTo !== undefined && { kvPersist: settings.persistTo }),
    host: '127.0.0.1',
    // Otherwise Miniflare asks an external server for the location of requests.
    cf: false
  })
  const url = await miniflare.ready
  return {
    ...settings,
    baseUrl: new URL('client/v4', url).href,
    binding: async (namespaceId) => (await miniflare.getKVNamespace(namespaceId)) as unknown as KVNamespace,
    close: () => miniflare.dispose()
  }
}

/**
 * Returns the folder in which `wrangler dev` keeps the KV data of a project.
 *
 * @param path the project's folder, or wrangler's folder for its state (`.wrangler/state`, or what `--persist-to` names)
 */
export function persistFolder(path: string): string {
  const folder = resolve(path)
  if (folder.endsWith(join('v3', 'kv'))) return folder
  return basename(folder) === 'state' ? join(folder, 'v3', 'kv') : join(folder, '.wrangler', 'state', 'v3', 'kv')
}
