import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type Answer, close, type FakeApi, listen, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const SIZE = 26_214_400

let stop: () => Promise<void>

afterEach(() => stop())

function run(baseUrl: string, workspace: string, inputs: Step['with'], onStart?: Step['onStart']): Promise<StepResult> {
  return runAction({
    workspace,
    with: {
      'api-token': 'token',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': baseUrl,
      ...inputs
    },
    ...(onStart && { onStart })
  })
}

/** Starts a server that reads no body until `count` requests have arrived and `look` has been called. */
async function startSlowServer(count: number, look: () => void): Promise<string> {
  const waiting: [IncomingMessage, ServerResponse][] = []
  const server = createServer((request, response) => {
    waiting.push([request.pause(), response])
    if (waiting.length === count) setTimeout(release, 200)
  })
  function release(): void {
    look()
    for (const [request, response] of waiting) request.resume().on('end', () => response.end(JSON.stringify(SUCCESS)))
  }
  stop = () => close(server)
  return `http://127.0.0.1:${await listen(server)}`
}

/** The peak memory of a process, in MiB. */
function peak(pid: number): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) / 1024
}

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux.each([
  ['raw', {}],
  ['as a form, with metadata', { metadata: '{"a":1}' }]
])('eight files of 25 MiB are not loaded into memory when they are sent %s', async (_form, inputs) => {
  const workspace = makeFolder()
  for (let index = 0; index < 8; index++) writeFileSync(join(workspace, String(index)), Buffer.alloc(SIZE, 'KV\0\xff'))
  let pid = 0
  let memory = 0
  const baseUrl = await startSlowServer(8, () => {
    memory = peak(pid)
  })
  const { exitCode } = await run(baseUrl, workspace, { glob: '*', concurrency: '8', ...inputs }, (action) => {
    pid = action.pid ?? 0
  })
  expect(exitCode).toBe(0)
  expect(memory).toBeGreaterThan(40)
  expect(memory).toBeLessThan(160)
})

test('streamed files are sent again completely after a transient error', async () => {
  const workspace = makeFolder()
  const value = Buffer.alloc(2_000_000, 'KV\0\xff\r\n')
  writeFileSync(join(workspace, 'large'), value)
  const entries = [
    { key: 'raw', file: 'large' },
    { key: 'form', file: 'large', metadata: { a: 1 } }
  ]
  const tries = new Map<string, number>()
  const api: FakeApi = await startFakeApi(({ url = '' }): Answer => {
    const key = url.split('/').at(-1) ?? ''
    const attempt = (tries.get(key) ?? 0) + 1
    tries.set(key, attempt)
    if (attempt > 1) return { body: SUCCESS }
    return key === 'raw' ? { status: 503 } : { broken: 'before' }
  })
  stop = () => api.close()
  const { exitCode } = await run(api.baseUrl, workspace, { entries: JSON.stringify(entries), concurrency: '2' })
  expect(exitCode).toBe(0)
  const bodies = (key: string): string[] =>
    api.requests.filter(({ url }) => url?.endsWith(`/${key}`)).map(({ body }) => body)
  const text = value.toString('latin1')
  expect(bodies('raw').map((body) => body === text)).toEqual([true, true])
  expect(bodies('form').map((body) => body.includes(text))).toEqual([true, true])
})
