import { createServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { InvalidValue } from '../../src/diagnostics.ts'
import type { TransportOptions } from '../../src/kv/transport.ts'
import { close, type FakeApi, listen, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

const environment = useEnvironment()
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const resource of opened.splice(0).reverse()) await resource.close()
})

async function open(...answer: Parameters<typeof startFakeApi>): Promise<FakeApi> {
  const api = await startFakeApi(...answer)
  opened.push(api)
  return api
}

function send(baseUrl: string, options: Partial<TransportOptions> = {}): Promise<unknown> {
  const transport = makeTransport(baseUrl, options)
  opened.push({ close: () => transport.close() })
  return transport.send({ method: 'PUT', path: '/values/a%2Fb?x=1', body: Buffer.from('abc'), contentType: 'text/x' })
}

test('a request has path, body, its length and a token', async () => {
  const api = await open()
  expect(await send(api.baseUrl)).toEqual(SUCCESS)
  expect(api.requests).toEqual([
    {
      method: 'PUT',
      url: '/client/v4/values/a%2Fb?x=1',
      body: 'abc',
      headers: expect.objectContaining({
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
  opened.push({
    close: () =>
      new Promise((resolve) =>
        silent.close(() => {
          resolve()
        })
      )
  })
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
  const transport = makeTransport(api.baseUrl, {}, { clock })
  opened.push({ close: () => transport.close() })
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
  const transport = makeTransport(api.baseUrl, { maxRetries: 2 }, { clock })
  opened.push({ close: () => transport.close() })
  await transport.retry.run(() => transport.send({ method: 'PUT', path: '/a', body: Buffer.of() }))
  expect(clock.sleeps).toEqual([7000, 2000])
})

test('a request that is cancelled ends at once, whether it was sent or waits for a connection', async () => {
  const api = await open(() => new Promise(() => undefined))
  const controller = new AbortController()
  const transport = makeTransport(api.baseUrl, {}, { signal: controller.signal })
  opened.push({ close: () => transport.close() })
  const sent = transport.send({ method: 'PUT', path: '/a', body: Buffer.of() })
  controller.abort('SIGTERM')
  await expect(sent).rejects.toMatchObject({ name: 'Cancelled', wasSent: true })
})

describe('a proxy', () => {
  const connected: string[] = []
  let proxyUrl = ''

  beforeEach(async () => {
    connected.length = 0
    const proxy = createServer()
    proxy.on('connect', ({ url }, client, head) => {
      connected.push(url ?? '')
      const [host, port] = (url ?? '').split(':')
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n')
        upstream.write(head)
        upstream.pipe(client).pipe(upstream)
      })
      upstream.on('error', () => client.destroy())
      client.on('error', () => upstream.destroy())
    })
    proxy.on('request', ({ url }, response) => {
      connected.push(url ?? '')
      response.end(JSON.stringify(SUCCESS))
    })
    proxyUrl = `http://127.0.0.1:${await listen(proxy)}`
    opened.push({ close: () => close(proxy) })
  })

  test('named by HTTPS_PROXY is asked for the API', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl })
    await expect(send('https://127.0.0.1:1')).rejects.toThrow('No answer from 127.0.0.1:1')
    expect(connected).toEqual(['127.0.0.1:1'])
  })

  test('that refuses is told as the one that does', async () => {
    const refusing = createServer().on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    )
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${await listen(refusing)}` })
    opened.push({ close: () => close(refusing) })
    await expect(send('https://api.example')).rejects.toThrow(
      'No answer from api.example: the proxy answered HTTP 407; check HTTPS_PROXY'
    )
  })

  test('that never answers is given up in time', async () => {
    const silent = createServer().on('connect', (_request, socket) => socket.on('end', () => socket.end()).resume())
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${await listen(silent)}` })
    opened.push({ close: () => close(silent) })
    await expect(send('https://127.0.0.1:1', { timeout: 0.1 })).rejects.toThrow('none within 0.1 s')
  })

  test('is passed by for the hosts of NO_PROXY', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl, NO_PROXY: '127.0.0.1' })
    await expect(send('https://127.0.0.1:1')).rejects.toThrow('ECONNREFUSED')
    expect(connected).toEqual([])
  })

  test('on this machine may carry plain http', async () => {
    environment.set({ HTTP_PROXY: proxyUrl })
    await send('http://127.0.0.1:1')
    expect(connected).toHaveLength(1)
  })

  test('elsewhere never gets a token in the clear', async () => {
    const api = await open()
    environment.set({ HTTP_PROXY: 'http://proxy.invalid:3128' })
    expect(await send(api.baseUrl)).toEqual(SUCCESS)
  })

  test('that is not a URL is a mistake that can be mended', () => {
    environment.set({ HTTPS_PROXY: 'proxy.example:port' })
    expect(() => makeTransport('https://a')).toThrow(InvalidValue)
  })
})
