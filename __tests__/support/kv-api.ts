import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi } from './fake-api.ts'
import { MemoryKv } from './memory-kv.ts'

/** An API on loopback. */
export interface KvApi {
  readonly api: FakeApi
  /** The namespace behind it, empty when a test begins. */
  kv: MemoryKv
  /** Its answers: those of the namespace, unless a test sets others. */
  answer: (request: ReceivedRequest) => Answer | Promise<Answer>
}

/** Lets the tests of a file share one API, with a new namespace for each test. */
export function useKvApi(): KvApi {
  let api: FakeApi | undefined
  const on: KvApi = {
    get api() {
      if (!api) throw new Error('No test has begun')
      return api
    },
    kv: new MemoryKv(),
    answer: (request) => on.kv.answer(request)
  }
  const { answer } = on

  beforeAll(async () => {
    api = await startFakeApi((request) => on.answer(request))
  })

  beforeEach(() => {
    Object.assign(on, { kv: new MemoryKv(), answer })
  })

  afterAll(() => api?.close())

  return on
}
