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

  test('named by HTTPS_PROXY is asked for the API', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl })
    await expect(send('https://127.0.0.1:1')).rejects.toThrow('No response from 127.0.0.1:1')
    expect(connected).toEqual(['127.0.0.1:1'])
  })

  test('that refuses is told as the one that does', async () => {
    const refusing = createServer().on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    )
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${await listen(refusing)}` })
    closeAtEnd(() => close(refusing))
    await expect(send('https://api.example')).rejects.toThrow(
      'No response from api.example: the proxy answered HTTP 407; check HTTPS_PROXY'
    )
  })

  test('that never answers is given up in time', async () => {
    const silent = createServer().on('connect', (_request, socket) => socket.on('end', () => socket.end()).resume())
    environment.set({ HTTPS_PROXY: `http://127.0.0.1:${await listen(silent)}` })
    closeAtEnd(() => close(silent))
    await expect(send('https://127.0.0.1:1', { timeout: 0.1 })).rejects.toThrow('within 0.1 s')
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
