import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import type { StepResult } from '../../demo/run-action.ts'
import { asksForNamespace, type FakeApi } from './fake-api.ts'
import { makeFolder } from './folders.ts'
import { type LocalAction, startLocalAction } from './local-action.ts'
import { type Interrupt, startRelay } from './relay.ts'

/** The result of a run that syncs. */
export interface Synced extends StepResult {
  /** Method and last part of the path of each request, without those that ask for the namespace. */
  readonly sent: string[]
}

/** The built action and a local KV, empty at the start of each test of the file, with a relay between them. */
export class LocalSync {
  /** A test can set it to answer requests instead of the KV. */
  interrupt: Interrupt | undefined
  #action: LocalAction | undefined
  #relay: FakeApi | undefined

  constructor() {
    beforeAll(async () => {
      this.#action = await startLocalAction()
      this.#relay = await startRelay(this.action.kv.baseUrl, (request) =>
        asksForNamespace(request) ? undefined : this.interrupt?.(request)
      )
    })
    afterAll(async () => {
      await this.#relay?.close()
      await this.action.kv.close()
    })
    beforeEach(async () => {
      this.interrupt = undefined
      for (const { name } of (await this.action.namespace.list()).keys) await this.action.namespace.delete(name)
    })
  }

  get action(): LocalAction {
    if (!this.#action) throw new Error('The local KV has not started yet')
    return this.#action
  }

  /** Syncs `pairs` under `app/` as the set "flags", in a workspace that holds `files`. */
  async run(
    pairs: Readonly<Record<string, unknown>>,
    inputs: Readonly<Record<string, string>> = { prune: 'true' },
    env: Readonly<Record<string, string>> = {},
    files: Readonly<Record<string, string>> = {}
  ): Promise<Synced> {
    const { requests, baseUrl } = this.#relay ?? { requests: [], baseUrl: '' }
    const before = requests.length
    const given = {
      entries: JSON.stringify(pairs),
      'key-prefix': 'app/',
      'managed-by': 'flags',
      'api-base-url': baseUrl,
      ...inputs
    }
    const result = await this.action.run(makeFolder(files), given, env)
    const others = requests.slice(before).filter((request) => !asksForNamespace(request))
    const sent = others.map(({ method = '', url = '' }) => {
      return `${method} ${url.replace(/^.*\/namespaces\/[^/]+\//, '').replace(/\?.*/, '')}`
    })
    return { ...result, sent }
  }

  /** The values that the namespace holds, by key. */
  async held(): Promise<Record<string, string | null>> {
    const { namespace } = this.action
    const { keys } = await namespace.list()
    const pairs = keys.map(async ({ name }) => [name, await namespace.get(name)] as const)
    return Object.fromEntries(await Promise.all(pairs))
  }
}
