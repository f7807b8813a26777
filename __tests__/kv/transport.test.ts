import { truncateSync } from 'node:fs'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Cancelled } from '../../src/kv/api-failure.ts'
import { openValue } from '../../src/shared/value.ts'
import { type Answer, listen, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeFolder } from '../support/folders.ts'
import { makeClock } from '../support/transport.ts'
import { closeAtEnd, connectTo, open, send } from './servers.ts'

useEnvironment()

test('a request has path, body, its length and a token', async () => {
  const api = await open()
  expect(await send(api.baseUrl)).toEqual(SUCCESS)
  expect(api.requests).toEqual([
    {
      method: 'PUT',
      url: '/client/v4/values/a%2Fb?x=1',
      body: 'abc',
      headers: expect.objectContaining({
        accept: 'application/json',
        authorization: 'Bearer token-1',
        'content-length': '3',
        'content-type': 'text/x',
        'user-agent': 'kv-put-action'
      }) as object
    }
  ])
})

test('a request has e-mail and key when there is no token', async () => {
  const api = await open()
  await send(api.baseUrl, { credentials: { apiEmail: 'me@example.com', apiKey: 'key-1' } })
  const [request] = api.requests
  expect(request?.headers).toMatchObject({ 'x-auth-email': 'me@example.com', 'x-auth-key': 'key-1' })
  expect(request?.headers.authorization).toBeUndefined()
})

describe('a failure is', () => {
  test.each([
    [200, { success: false, errors: [{ code: 10033, message: 'no' }] }, '10033 no'],
    [200, { success: false, errors: [] }, 'HTTP 200 with success: false'],
    [200, '', 'HTTP 200 with a body that is not an answer'],
    [200, '{"success":true', 'HTTP 200 with a body that is not an answer'],
    [300, SUCCESS, 'HTTP 300: a redirect'],
    [500, SUCCESS, 'HTTP 500 with success: true'],
    [502, '<html>Bad gateway</html>', 'HTTP 502 with a body that is not an answer']
  ])('HTTP %d with %j', async (status, body, message) => {
    const api = await open(() => ({ status, body }))
    await expect(send(api.baseUrl)).rejects.toThrow(message)
  })

  test('a redirect: the token does not travel', async () => {
    const elsewhere = await open()
    const api = await open(() => ({ status: 307, headers: { location: elsewhere.baseUrl } }))
    await expect(send(api.baseUrl)).rejects.toThrow('HTTP 307: a redirect, which is not followed')
    expect(elsewhere.requests).toEqual([])
  })

  test('told with the ID of the request', async () => {
    const api = await open(() => ({ status: 502, headers: { 'cf-ray': '8f1a-AMS' } }))
    await expect(send(api.baseUrl)).rejects.toThrow('[cf-ray 8f1a-AMS]')
  })
})

test('no answer in time is told with the time', async () => {
  const api = await open(() => new Promise(() => undefined))
  await expect(send(api.baseUrl, { timeout: 0.05 })).rejects.toThrow(
    `No answer from ${new URL(api.baseUrl).host}: none within 0.05 s, which is what timeout allows`
  )
})

test('a handshake that never ends is given up in time', async () => {
  const silent = createTcpServer((socket) => socket.resume())
  const port = await listen(silent)
  closeAtEnd(
    () =>
      new Promise((resolve) =>
        silent.close(() => {
          resolve()
        })
      )
  )
  await expect(send(`https://127.0.0.1:${port}`, { timeout: 0.1 })).rejects.toThrow('none within 0.1 s')
})

test('no server is told with the host, and the cause kept', async () => {
  const api = await startFakeApi()
  await api.close()
  const { host } = new URL(api.baseUrl)
  await expect(send(api.baseUrl)).rejects.toMatchObject({
    message: `No answer from ${host}: connect ECONNREFUSED ${host}; check api-base-url if it is given, and set HTTPS_PROXY if this machine reaches the network by a proxy`,
    cause: { code: 'ECONNREFUSED' }
  })
})

test('a host with several addresses is told by the first of its failures', async () => {
  const api = await startFakeApi()
  await api.close()
  const { port } = new URL(api.baseUrl)
  await expect(send(`http://localhost:${port}`)).rejects.toThrow(/No answer from localhost:\d+: connect ECONNREFUSED/)
})

test('an answer that says that few requests remain holds back the next', async () => {
  const api = await open(() => ({ body: SUCCESS, headers: { ratelimit: '"default";r=1;t=30' } }))
  const clock = makeClock(0)
  const transport = connectTo(api.baseUrl, {}, { clock })
  const attempt = (): Promise<unknown> => transport.send({ method: 'PUT', path: '/a', body: Buffer.of() })
  await transport.retry.run(attempt)
  expect(clock.now()).toBe(0)
  await transport.retry.run(attempt)
  expect(clock.now()).toBe(30_000)
})

test('Retry-After is read, as seconds and as a date', async () => {
  const asked = ['7', new Date(9000).toUTCString()]
  const api = await open(() => {
    const retryAfter = asked.shift()
    return retryAfter === undefined ? { body: SUCCESS } : { status: 503, headers: { 'retry-after': retryAfter } }
  })
  const clock = makeClock(0)
  const transport = connectTo(api.baseUrl, { maxRetries: 2 }, { clock })
  await transport.retry.run(() => transport.send({ method: 'PUT', path: '/a', body: Buffer.of() }))
  expect(clock.sleeps).toEqual([7000, 2000])
})

test("of two headers of Retry-After, one of them a proxy's, the first counts", async () => {
  const answers: Answer[] = [{ status: 429, headers: { 'retry-after': ['7', '9'] } }, { body: SUCCESS }]
  const api = await open(() => answers.shift() ?? {})
  const clock = makeClock(0)
  const transport = connectTo(api.baseUrl, { maxRetries: 1 }, { clock })
  await transport.retry.run(() => transport.send({ method: 'PUT', path: '/a', body: Buffer.of() }))
  expect(clock.now()).toBe(7000)
})

test('nothing is sent once the run is cancelled', async () => {
  const api = await open()
  const transport = connectTo(api.baseUrl, {}, { signal: AbortSignal.abort() })
  await expect(transport.send({ method: 'GET', path: '/a' })).rejects.toEqual(new Cancelled(false))
  expect(api.requests).toEqual([])
})

test('a file that changes before it is sent is told as such', async () => {
  const path = join(makeFolder({ a: 'on' }), 'a')
  const body = openValue({ path, size: 2 })
  truncateSync(path, 1)
  const transport = connectTo((await open()).baseUrl)
  await expect(transport.send({ method: 'PUT', path: '/a', body })).rejects.toMatchObject({ name: 'FileChanged' })
})

test('a request that is cancelled ends at once, whether it was sent or waits for a connection', async () => {
  const api = await open(() => new Promise(() => undefined))
  const controller = new AbortController()
  const transport = connectTo(api.baseUrl, {}, { signal: controller.signal })
  const sent = transport.send({ method: 'PUT', path: '/a', body: Buffer.of() })
  controller.abort('SIGTERM')
  await expect(sent).rejects.toMatchObject({
    name: 'Cancelled',
    message: 'cancelled before an answer came',
    wasSent: true
  })
})
