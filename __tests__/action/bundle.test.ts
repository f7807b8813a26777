import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const chunks = readdirSync('dist').filter((name) => name.endsWith('.js'))

test('the entry point, which Node reads at the start of every run, is at most 1.2 MB', () => {
  expect(statSync('dist/index.js').size).toBeLessThan(1_200_000)
})

test('the bundle contains only the parts of undici that it uses, and only once', () => {
  const text = chunks.map((name) => readFileSync(join('dist', name), 'utf8')).join('')
  expect(text.match(/class EnvHttpProxyAgent /g)).toHaveLength(1)
  expect(text.match(/class (MockAgent|WebSocket|CacheStorage|RetryAgent|Response) /g)).toBeNull()
})
