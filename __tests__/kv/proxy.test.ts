import { createServer } from 'node:http'
import { connect } from 'node:net'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { InvalidValue } from '../../src/shared/diagnostics.ts'
import { close, listen, SUCCESS } from '../support/fake-api.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeTransport } from '../support/transport.ts'
import { closeAtEnd, open, send } from './servers.ts'

const environment = useEnvironment()

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
    closeAtEnd(() => close(proxy))
  })

  test('in HTTPS_PROXY is used for the API', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl })
    await expect(send('https://127.0.0.1:1')).rejects.toThrow('No response from 127.0.0.1:1')
    expect(connected).toEqual(['127.0.0.1:1'])
  })

  test('that refuses is named in the error', async () => {
    const refusing = createServer().on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    )
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${await listen(refusing)}` })
    closeAtEnd(() => close(refusing))
    await expect(send('https://api.example')).rejects.toThrow(
      'No response from api.example: the proxy answered HTTP 407; check HTTPS_PROXY'
    )
  })

  test('that never answers times out', async () => {
    const silent = createServer().on('connect', (_request, socket) => socket.on('end', () => socket.end()).resume())
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${await listen(silent)}` })
    closeAtEnd(() => close(silent))
    await expect(send('https://127.0.0.1:1', { timeout: 0.1 })).rejects.toThrow('within 0.1 s')
  })

  test('is not used for the hosts in NO_PROXY', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl, NO_PROXY: '127.0.0.1' })
    await expect(send('https://127.0.0.1:1')).rejects.toThrow('ECONNREFUSED')
    expect(connected).toEqual([])
  })

  test('on this machine may carry plain http', async () => {
    environment.set({ HTTP_PROXY: proxyUrl })
    await send('http://127.0.0.1:1')
    expect(connected).toHaveLength(1)
  })

  test('on another machine never gets a token over plain http', async () => {
    const api = await open()
    environment.set({ HTTP_PROXY: 'http://proxy.invalid:3128' })
    expect(await send(api.baseUrl)).toEqual(SUCCESS)
  })

  test('that is not a URL is reported as an invalid value', () => {
    environment.set({ HTTPS_PROXY: 'proxy.example:port' })
    expect(() => makeTransport('https://a')).toThrow(InvalidValue)
  })
})
