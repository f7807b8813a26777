import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import { ExactKv } from './exact-kv.ts'
import {
  type Answer,
  asksForNamespace,
  describeNamespace,
  type FakeApi,
  type ReceivedRequest,
  startFakeApi
} from './fake-api.ts'

/** An API on loopback, with a new exact namespace for each test. */
export class ExactApi {
  kv = new ExactKv()
  /** A test can set it to answer requests instead of the namespace. */
  interrupt: ((request: ReceivedRequest) => Answer | Promise<Answer> | undefined) | undefined
  #api: FakeApi | undefined
  #first = 0

  constructor() {
    beforeAll(async () => {
      this.#api = await startFakeApi(async (request) => {
        return describeNamespace(request) ?? (await this.interrupt?.(request)) ?? this.kv.answer(request)
      })
    })
    beforeEach(() => {
      this.kv = new ExactKv()
      this.interrupt = undefined
      this.#first = this.#api?.requests.length ?? 0
    })
    afterAll(() => this.#api?.close())
  }

  get baseUrl(): string {
    return this.#api?.baseUrl ?? ''
  }

  /** The requests of the test, without those that ask for the namespace. */
  get requests(): readonly ReceivedRequest[] {
    return this.#api?.requests.slice(this.#first).filter((request) => !asksForNamespace(request)) ?? []
  }

  /** Method and path of each request of the test, below its namespace and without its query. */
  get sent(): string[] {
    return this.requests.map(({ method = '', url = '' }) => {
      return `${method} ${url.replace(/^.*\/namespaces\/[^/]+\//, '').replace(/\?.*/, '')}`
    })
  }
}
