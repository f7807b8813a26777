import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Entry } from '../../src/entries/entry.ts'
import { BulkEncoder } from '../../src/publish/bulk-encoder.ts'
import { makeFolder } from '../support/folders.ts'
import { MANY } from '../support/fuzz.ts'
import { entry } from './fake-writes.ts'

interface Pair {
  readonly key: string
  readonly value: string
  readonly base64?: true
}

function parse(body: Uint8Array): Pair[] {
  return JSON.parse(Buffer.from(body).toString()) as Pair[]
}

function bytesOf({ value, base64 }: Pair): Buffer {
  return Buffer.from(value, base64 ? 'base64' : 'utf8')
}

// The size in bytes of bodies such as `[{"key":"a","value":"12345"}]`, with one pair and with two.
const ONE = 29
const TWO = 57

test.each([
  [TWO, ['a', 'b']],
  [TWO - 1, ['a']],
  [ONE, ['a']],
  [1, ['a']]
])('a body of at most %d bytes has the pairs %j', (maxBytes, keys) => {
  const entries = [entry('a', '12345'), entry('b', '12345')]
  const { body, pairs, rest } = new BulkEncoder(maxBytes).encode(entries)
  expect(parse(body).map(({ key }) => key)).toEqual(keys)
  expect(body).toHaveLength(keys.length === 2 ? TWO : ONE)
  expect([...pairs, ...rest]).toEqual(entries)
})

test('bodies of one encoder are as full as allowed, and contain the given values byte for byte', () => {
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.string().map((text) => Buffer.from(text))
  )
  const plan = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 5 }), value), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 8
  })
  fc.assert(
    fc.property(plan, fc.integer({ min: 1, max: 300 }), (plan, maxBytes) => {
      const entries = plan.map(([key, bytes]): Entry => ({
        key,
        value: { bytes, size: bytes.length },
        source: 'value'
      }))
      const encoder = new BulkEncoder(maxBytes)
      for (let rest: readonly Entry[] = entries; rest.length > 0;) {
        const encoded = encoder.encode(rest)
        const { length } = encoded.body
        const sent = parse(encoded.body)
        expect([...encoded.pairs, ...encoded.rest]).toEqual(rest)
        expect(sent.map(({ key }) => key)).toEqual(encoded.pairs.map(({ key }) => key))
        const values = encoded.pairs.map(({ value }) => ('bytes' in value ? Buffer.from(value.bytes) : undefined))
        expect(sent.map(bytesOf)).toEqual(values)
        expect(sent.length === 1 || length <= maxBytes).toBe(true)
        rest = encoded.rest
        const [next] = rest
        if (next) expect(length + new BulkEncoder(1).encode([next]).body.length - 1).toBeGreaterThan(maxBytes)
      }
    }),
    MANY
  )
})

test('files of different sizes are read completely, and a file that has grown is not read', () => {
  const folder = makeFolder({ one: 'x', three: 'xyz', four: 'wxyz' })
  const file = (name: string, size: number): Entry => ({
    key: name,
    value: { path: join(folder, name), size },
    source: name
  })
  const grown = file('four', 3)
  const { body, unread, rest } = new BulkEncoder(1000).encode([
    file('three', 3),
    grown,
    file('one', 1),
    file('four', 4)
  ])
  expect(parse(body).map(({ key, value }) => [key, value])).toEqual([
    ['three', 'xyz'],
    ['one', 'x'],
    ['four', 'wxyz']
  ])
  expect([...unread]).toEqual([[grown, 'the file has changed since it was planned']])
  expect(rest).toEqual([])
})
