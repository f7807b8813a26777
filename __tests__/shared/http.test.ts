import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as undici from 'undici'
import { close, listen } from '../support/fake-api.ts'

const REMEDY =
  'undici has moved a file that src/shared/http.ts imports. Look in node_modules/undici/index.js for where it takes this ' +
  'part from now, and change the path in src/shared/http.ts and src/shared/undici.d.ts:'

/** The files of undici that the action imports. */
function imported(): string[] {
  const found = readFileSync('src/shared/http.ts', 'utf8').matchAll(/from '(undici\/[^']+)'/g)
  return [...found].map(([, path = '']) => path)
}

function exists(path: string): boolean {
  try {
    createRequire(import.meta.url).resolve(path)
    return true
  } catch {
    return false
  }
}

describe('the parts of undici', () => {
  test('exist at the paths that the action imports', () => {
    expect(imported()).toHaveLength(5)
    const moved = imported().filter((path) => !exists(path))
    expect(moved.map((path) => `${REMEDY} ${path}`)).toEqual([])
  })

  test('are the ones that undici exports', async () => {
    const { makeAgent } = await import('../../src/shared/http.ts')
    expect(makeAgent('https://api.example')).toBeInstanceOf(undici.EnvHttpProxyAgent)
  })
})

describe('a host is this machine', () => {
  test.each([
    ...['localhost', '[::1]', '127.0.0.1', '127.10.20.30', '127.255.255.254'].map((host) => [host, true] as const),
    ...['localhost.example.com', 'example.localhost', '127.0.0.1.example.com', 'x127.0.0.1', '10.127.0.0.1'].map(
      (host) => [host, false] as const
    ),
    ...['128.0.0.1', '127a0.0.1', '127.0.0', '0.0.0.0', '[::2]', '::1', ''].map((host) => [host, false] as const)
  ])('%j: %s', async (host, expected) => {
    const { isLoopback } = await import('../../src/shared/http.ts')
    expect(isLoopback(host)).toBe(expected)
  })
})

describe('a request', () => {
  const dispatcher = new undici.Agent()
  let server: ReturnType<typeof createServer>
  let url = ''

  beforeEach(async () => {
    server = createServer((request, response) => {
      const { method, url, headers } = request
      if (url === '/moved') response.writeHead(307, { location: '/other' })
      response.end(JSON.stringify({ method, url, length: headers['content-length'] }))
    })
    url = `http://127.0.0.1:${await listen(server)}`
  })

  afterEach(() => close(server))

  async function send(path: string, signal = new AbortController().signal): Promise<unknown> {
    const { request } = await import('../../src/shared/http.ts')
    const { statusCode, body } = await request(
      url + path,
      { method: 'PUT', headers: {}, body: { size: 4, pieces: () => Readable.from([Buffer.from('four')]) }, signal },
      dispatcher
    )
    return { statusCode, ...((await body.json()) as object) }
  }

  test('keeps its path and query, and sends pieces with their length', async () => {
    expect(await send('/a%2Fb?c=%20')).toEqual({ statusCode: 200, method: 'PUT', url: '/a%2Fb?c=%20', length: '4' })
  })

  test('ends with the reason of its signal', async () => {
    await expect(send('/', AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled')
  })
})
