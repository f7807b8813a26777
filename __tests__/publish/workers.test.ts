import { expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((key) => entry(key)) as [Entry, Entry, Entry, Entry, Entry]

test('a batch of one key is a single write, and a larger batch is a bulk request', async () => {
  const result = await writes().write([[a], [b, c], [d, e]])
  expect(writes().sent().toSorted()).toEqual(['[b c]', '[d e]', 'a'])
  expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written', 'd written', 'e written'])
})

test('no more requests than allowed are in flight at once', async () => {
  let inFlight = 0
  let most = 0
  writes().answer = async () => {
    most = Math.max(most, ++inFlight)
    await new Promise((resolve) => setTimeout(resolve, 20))
    inFlight -= 1
    return { body: SUCCESS }
  }
  await writes().write([[a], [b], [c], [d], [e]], { concurrency: 2 })
  expect(most).toBe(2)
  expect(writes().sent().toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('keys are deleted in bulk requests, even if there is only one', async () => {
  const deletions = ['a', 'b', 'c'].map((key) => ({ key, source: 'prune' }))
  const result = await writes().delete([deletions.slice(0, 2), deletions.slice(2)], { concurrency: 1 })
  const path: unknown = expect.stringMatching(/\/bulk\/delete$/)
  expect(writes().requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', path, '["a","b"]'],
    ['POST', path, '["c"]']
  ])
  expect(outcomesOf(result)).toEqual(['a deleted', 'b deleted', 'c deleted'])
})
