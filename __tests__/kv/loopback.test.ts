import { expect, test } from '@jest/globals'
import { isLoopback } from '../../src/kv/loopback.ts'

test.each(['localhost', '[::1]', '127.0.0.1', '127.10.20.30', '127.255.255.254'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each([
  'localhost.example.com',
  'example.localhost',
  'my-localhost',
  '127.0.0.1.example.com',
  'x127.0.0.1',
  '10.127.0.0.1',
  '128.0.0.1',
  '127a0.0.1',
  '127.0.0',
  '0.0.0.0',
  '[::2]',
  '::1',
  ''
])('%j is another machine', (host) => {
  expect(isLoopback(host)).toBe(false)
})
