import { createServer } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { Cancelled } from '../../src/kv/api-failure.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { close, listen, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { useEnvironment } from '../support/environment.ts'
import { CERTIFICATE, startTlsProxy, startTlsServer, WRONG_CERTIFICATES } from '../support/tls-proxy.ts'
import { makeClock } from '../support/transport.ts'
import { closeAtEnd, connectTo, open, send } from './servers.ts'

const environment = useEnvironment()

test('a request has its path, body, content-length and token', async () => {
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

describe('a request fails with', () => {
  test.each([
    [200, { success: false, errors: [{ code: 10033, message: 'no' }] }, '10033 no'],
    [200, { success: false, errors: [] }, 'HTTP 200 with success: false'],
    [200, '', 'HTTP 200 with a body that is not a response'],
    [200, '{"success":true', 'HTTP 200 with a body that is not a response'],
    [300, SUCCESS, 'HTTP 300: redirects are not followed'],
    [500, SUCCESS, 'HTTP 500 with success: true'],
    [502, '<html>Bad gateway</html>', 'HTTP 502 with a body that is not a response']
  ])('HTTP %d with %j', async (status, body, message) => {
    const api = await open(() => ({ status, body }))
    await expect(send(api.baseUrl)).rejects.toThrow(message)
  })

  test('a redirect, and the token is not sent elsewhere', async () => {
    const elsewhere = await open()
    const api = await open(() => ({ status: 307, headers: { location: elsewhere.baseUrl } }))
    await expect(send(api.baseUrl)).rejects.toThrow('HTTP 307: redirects are not followed')
    expect(elsewhere.requests).toEqual([])
  })
})

describe('a response that is larger than the limit', () => {
  function endless(): Promise<string> {
    const server = createServer((_request, response) => {
      const write = (): void => {
        while (response.write('x'.repeat(65_536)));
      }
      response.on('drain', write)
      write()
    })
    closeAtEnd(() => close(server))
    return listen(server).then((port) => `http://127.0.0.1:${port}`)
  }

  test.each([
    ['GET', false],
    ['PUT', true],
    ['POST', true]
  ] as const)('ends the request: %s', async (method, isUncertain) => {
    const sent = connectTo(await endless()).send({ method, path: '/a' })
    await expect(sent).rejects.toMatchObject({
      name: 'ApiFailure',
      message: "the API's response is larger than 16.0 MiB",
      isUncertain
    })
  })

  test('is not asked for again', async () => {
    const api = await open(() => ({ body: 'x'.repeat(100) }))
    const transport = connectTo(api.baseUrl, { maxRetries: 5 })
    const read = (): Promise<unknown> => transport.read({ method: 'GET', path: '/a', maxAnswerBytes: 99 })
    await expect(transport.retry.run(read)).rejects.toThrow('larger than 99 B')
    expect(api.requests).toHaveLength(1)
  })
})

describe('TLS is verified even with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  beforeEach(() => {
    jest.spyOn(process, 'emitWarning').mockReturnValue()
    environment.set({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })
    setDefaultCACertificates(Object.values(WRONG_CERTIFICATES))
  })

  afterEach(() => {
    setDefaultCACertificates(getCACertificates('bundled'))
    jest.restoreAllMocks()
  })

  const UNKNOWN =
    'is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): if your own certificate authority signed it, set NODE_EX'

  test.each([
    ['that has expired', WRONG_CERTIFICATES.expired, 'has expired (CERT_HAS_EXPIRED): check the clock'],
    ['that is not valid yet', WRONG_CERTIFICATES.early, 'is not valid yet (CERT_NOT_YET_VALID): check the clock'],
    [
      'of another host',
      WRONG_CERTIFICATES['of another host'],
      'is for another host name (ERR_TLS_CERT_ALTNAME_INVALID)'
    ],
    ['of an unknown authority', CERTIFICATE, UNKNOWN]
  ])('a certificate %s is refused, and the error says so', async (_what, certificate, message) => {
    const api = await open()
    const server = await startTlsServer(Number(new URL(api.baseUrl).port), certificate)
    closeAtEnd(() => server.close())
    const url = `https://127.0.0.1:${server.port}`
    await expect(send(url, { maxRetries: 2 })).rejects.toThrow(
      `No response from ${new URL(url).host}: its certificate ${message}`
    )
    expect(api.requests).toEqual([])
  })

  test('an unknown authority is refused through a proxy, too', async () => {
    const api = await open()
    const proxy = await startTlsProxy(Number(new URL(api.baseUrl).port))
    closeAtEnd(() => proxy.close())
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })
    await expect(send('https://api.cloudflare.test')).rejects.toThrow(UNKNOWN)
    expect(api.requests).toEqual([])
  })
})

describe('an answer that is compressed although the request asks for identity', () => {
  const body = gzipSync(JSON.stringify(SUCCESS))
  const answer = (status: number) => () => ({ status, body, headers: { 'content-encoding': 'gzip' } })

  test.each([
    [200, { isTransient: false, isUncertain: true }],
    [503, { isTransient: true, isUncertain: true }]
  ])('is an error that says so: HTTP %d', async (status, expected) => {
    const api = await open(answer(status))
    await expect(send(api.baseUrl)).rejects.toMatchObject({
      ...expected,
      message: `HTTP ${status} with a compressed body (Content-Encoding: gzip), which was not asked for: check the proxy between this machine and the API`
    })
    expect(api.requests[0]?.headers['accept-encoding']).toBe('identity')
  })
})

test('the error of a timeout names the limit', async () => {
  const api = await open(() => new Promise(() => undefined))
  await expect(send(api.baseUrl, { timeout: 0.05 }, { clock: systemClock })).rejects.toThrow(
    `No response from ${new URL(api.baseUrl).host} within 0.05 s (input timeout)`
  )
})

test('an unreachable server is named with the host, and the error keeps the cause', async () => {
  const api = await startFakeApi()
  await api.close()
  const { host } = new URL(api.baseUrl)
  await expect(send(api.baseUrl)).rejects.toMatchObject({
    message: `No response from ${host}: connect ECONNREFUSED ${host}; check api-base-url if it is set, HTTPS_PROXY and NO_PROXY`,
    cause: { code: 'ECONNREFUSED' }
  })
})

test('the next request waits after a response that says that few requests remain', async () => {
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

test('nothing is sent after the run is cancelled', async () => {
  const api = await open()
  const transport = connectTo(api.baseUrl, {}, { signal: AbortSignal.abort() })
  await expect(transport.send({ method: 'GET', path: '/a' })).rejects.toEqual(new Cancelled(false))
  expect(api.requests).toEqual([])
})

test('a request ends at once when it is cancelled', async () => {
  const api = await open(() => new Promise(() => undefined))
  const controller = new AbortController()
  const transport = connectTo(api.baseUrl, {}, { signal: controller.signal })
  const sent = transport.send({ method: 'PUT', path: '/a', body: Buffer.of() })
  controller.abort('SIGTERM')
  await expect(sent).rejects.toMatchObject({
    name: 'Cancelled',
    message: 'cancelled before a response arrived',
    wasSent: true
  })
})

describe('when the run ends', () => {
  test('a request ends at once', async () => {
    const api = await open(() => new Promise(() => undefined))
    const transport = connectTo(api.baseUrl, { maxRetries: 5 })
    const sent = transport.retry.run(() => transport.send({ method: 'GET', path: '/a' }))
    await Promise.all([expect(sent).rejects.toThrow(Cancelled), transport.close()])
  })
})
