import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { batchEntries, MAX_BODY_BYTES, STREAM_FROM_BYTES } from '../../src/publish/batches.ts'

function entries(count: number, size: number, metadata?: string): Entry[] {
  return Array.from({ length: count }, (_, index) => {
    const key = `${size}/${index}`
    return { key, value: { path: `/work/${key}`, size }, source: key, ...(metadata !== undefined && { metadata }) }
  })
}

function lengths(...parts: Entry[][]): number[] {
  return batchEntries(parts.flat(), 4).map(({ length }) => length)
}

test.each([
  ['no entry', [], []],
  ['one entry', [entries(1, 10)], [1]],
  ['two entries', [entries(2, 10)], [2]],
  ['1,000 entries', [entries(1000, 1024)], [1000]],
  ['1,001 entries', [entries(1001, 0)], [1000, 1]],
  ['4,000 entries', [entries(4000, 1024)], [1000, 1000, 1000, 1000]],
  ['10,000 entries, in three full rounds', [entries(10_000, 1024)], [...Array<number>(11).fill(834), 826]]
])('%s in batches of at most 1,000', (_what, parts, expected) => {
  expect(lengths(...parts)).toEqual(expected)
})

test('a batch is at most 10 MB, counted as base64', () => {
  const batches = batchEntries(entries(1000, 30_000), 5)
  expect(batches.map(({ length }) => length)).toEqual([249, 249, 249, 249, 4])
  expect(249 * 40_000).toBeLessThan(MAX_BODY_BYTES)
})

test('the size of a batch includes the metadata of entries that have it', () => {
  expect(lengths(entries(1000, 7424))).toHaveLength(1)
  expect(lengths(entries(1000, 7000, `"${'é'.repeat(500)}"`))).toHaveLength(2)
})

test('the size of a batch includes the keys', () => {
  const longKeys = entries(1000, 7200).map((entry) => ({ ...entry, key: entry.key.padEnd(512, '.') }))
  expect(lengths(entries(1000, 7200))).toHaveLength(1)
  expect(lengths(longKeys)).toHaveLength(2)
})

test('batches that are full because of their size do not cause more batches', () => {
  expect(lengths(entries(12, 1_900_000), entries(3000, 100))).toEqual([3, 3, 3, 1000, 1000, 1000, 3])
})

test('a large value has its own batch, and small values share one', () => {
  expect(lengths(entries(1, STREAM_FROM_BYTES), entries(2, 10), entries(1, 26_214_400))).toEqual([2, 1, 1])
  expect(lengths(entries(2, STREAM_FROM_BYTES - 1))).toEqual([2])
})

describe('requests are few', () => {
  test.each([
    [5000, 1024, 8],
    [5000, 25_600, 20],
    [5000, 1_000_000, 715],
    [1200, 1_999_999, 400]
  ])('%d files of %d bytes take %d', (count, size, requests) => {
    expect(lengths(entries(count, size))).toHaveLength(requests)
  })
})

test('every entry is in one batch, in order within its batch', () => {
  const all = [...entries(700, 20_000), ...entries(2, 3_000_000), ...entries(2000, 100)]
  const batches = batchEntries(all, 4)
  expect(batches.flat().toSorted((x, y) => (x.key < y.key ? -1 : 1))).toEqual(
    all.toSorted((x, y) => (x.key < y.key ? -1 : 1))
  )
  for (const batch of batches) expect(batch).toEqual(batch.toSorted((x, y) => all.indexOf(x) - all.indexOf(y)))
})
