import { createServer } from 'node:http'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/shared/clock.ts'
import { InvalidValue } from '../../src/shared/diagnostics.ts'
import { close, listen } from '../support/fake-api.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeTransport } from '../support/transport.ts'
import { closeAtEnd, send } from './servers.ts'

const environment = useEnvironment()

describe('a proxy', () => {
  const connected: string[] = []
  let proxyUrl = ''

  beforeEach(async () => {
    connected.length = 0
    const proxy = createServer()
    proxy.on('connect', ({ url }, client) => {
      connected.push(url ?? '')
      client.end('HTTP/1.1 200 OK\r\n\r\n', () => client.destroy())
    })
    proxy.on('request', ({ url }, response) => {
      connected.push(url ?? '')
      response.end()
    })
    proxyUrl = `http://127.0.0.1:${await listen(proxy)}`
    closeAtEnd(() => close(proxy))
  })

  test('in HTTPS_PROXY is used for the API', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl })
    await expect(send('https://api.example')).rejects.toThrow('No response from api.example')
    expect(connected).toEqual(['api.example:443'])
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
    await expect(send('https://api.example', { timeout: 0.1 }, { clock: systemClock })).rejects.toThrow('within 0.1 s')
  })

  test('is not used for the hosts in NO_PROXY', async () => {
    environment.set({ HTTPS_PROXY: proxyUrl, NO_PROXY: '.invalid' })
    await expect(send('https://api.invalid')).rejects.toThrow('No response from api.invalid')
    expect(connected).toEqual([])
  })

  test.each(['http://127.0.0.1:1', 'https://127.0.0.1:1', 'http://[::1]:1', 'http://localhost:1'])(
    'is never used for this machine: %s',
    async (url) => {
      environment.set({ HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl })
      await expect(send(url)).rejects.toThrow('No response from')
      expect(connected).toEqual([])
    }
  )

  test('that is not a URL is reported as an invalid value', () => {
    environment.set({ HTTPS_PROXY: 'proxy.example:port' })
    expect(() => makeTransport('https://a')).toThrow(InvalidValue)
  })
})
