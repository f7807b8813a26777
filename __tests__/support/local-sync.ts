import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import type { StepResult } from '../../demo/run-action.ts'
import { type Answer, asksForNamespace, type FakeApi, type ReceivedRequest, startFakeApi } from './fake-api.ts'
import { makeFolder } from './folders.ts'
import { type LocalAction, startLocalAction } from './local-action.ts'

/** Returns an answer that replaces the service's answer, or undefined for the service's answer. */
type Interrupt = (request: ReceivedRequest) => Answer | undefined

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

/** Starts an API that forwards requests to the one at `baseUrl`, except those that `interrupt` answers. */
function startRelay(baseUrl: string, interrupt: Interrupt = () => undefined): Promise<FakeApi> {
  const { origin } = new URL(baseUrl)
  return startFakeApi(async (request) => interrupt(request) ?? (await handOn(origin, request)))
}

async function handOn(origin: string, { method = '', url = '', headers, body }: ReceivedRequest): Promise<Answer> {
  const { authorization = '', 'content-type': contentType } = headers
  const response = await fetch(origin + url, {
    method,
    headers: { authorization, ...(contentType !== undefined && { 'content-type': contentType }) },
    ...(body && { body: Buffer.from(body, 'latin1') })
  })
  const expiration = response.headers.get('expiration')
  return {
    status: response.status,
    headers: expiration === null ? {} : { expiration },
    body: Buffer.from(await response.arrayBuffer())
  }
}
