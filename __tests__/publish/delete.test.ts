import type { Deletion } from '../../src/entries/entry.ts'
import { describe, expect, test } from '@jest/globals'
import { SUCCESS } from '../support/fake-api.ts'
import { outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const deletions = ['a', 'b', 'c'].map((key): Deletion => ({ key, source: 'prune' }))

/** The keys of each request. */
function deleted(): unknown[] {
  return writes().requests.map(({ method, url, body }) => {
    expect([method, url?.split('/').slice(-2)]).toEqual(['POST', ['bulk', 'delete']])
    return JSON.parse(body) as unknown
  })
}

describe('keys are deleted in bulk requests', () => {
  test('even if there is only one key', async () => {
    const result = await writes().delete([deletions.slice(0, 2), deletions.slice(2)], { concurrency: 1 })
    expect(deleted()).toEqual([['a', 'b'], ['c']])
    expect(outcomesOf(result)).toEqual(['a deleted', 'b deleted', 'c deleted'])
  })

  test('and retried for the keys that the API names', async () => {
    const unsuccessful = [['b'], []]
    writes().answer = () => ({ body: { ...SUCCESS, result: { unsuccessful_keys: unsuccessful.shift() } } })
    const result = await writes().delete([deletions], { maxRetries: 1 })
    expect(deleted()).toEqual([['a', 'b', 'c'], ['b']])
    expect(outcomesOf(result)).toEqual(['a deleted', 'b deleted', 'c deleted'])
  })

  test.each([
    [413, [['a', 'b', 'c'], ['a', 'b'], ['a'], ['b'], ['c']]],
    [400, [['a', 'b', 'c']]]
  ])('which are split when they are too large: HTTP %d', async (status, expected) => {
    writes().answer = () => ({ status })
    const { outcomes } = await writes().delete([deletions])
    expect(deleted()).toEqual(expected)
    expect(outcomes.map(({ entry, status }) => [entry, status])).toEqual(deletions.map((entry) => [entry, 'failed']))
  })
})
