import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const chunks = readdirSync('dist').filter((name) => name.endsWith('.js'))

test('the entry point is at most 1.2 MB, which Node reads at the start of every run', () => {
  expect(statSync('dist/index.js').size).toBeLessThan(1_200_000)
})

test('the bundle holds one copy of the parts of undici that it uses, and no other part', () => {
  const text = chunks.map((name) => readFileSync(join('dist', name), 'utf8')).join('')
  expect(text.match(/class EnvHttpProxyAgent /g)).toHaveLength(1)
  expect(text.match(/class (MockAgent|WebSocket|CacheStorage|RetryAgent|Response) /g)).toBeNull()
})
