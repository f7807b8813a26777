import { describe, expect, test } from '@jest/globals'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { KvApiError } from '../../src/kv/envelope.ts'
import { Cancelled } from '../../src/kv/api-failure.ts'
import { noAnswer } from '../../src/kv/api-failure.ts'
import { Outcomes } from '../../src/publish/outcomes.ts'
import type { Change } from '../../src/plan/change.ts'
import type { Outcome, PublishResult } from '../../src/publish/outcome.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { entry } from './fake-writes.ts'
import { answered } from '../kv/retries.ts'

const [a, b] = ['a', 'b'].map((key) => entry(key)) as [Entry, Entry]
const gone: Deletion = { key: 'gone', source: 'prune' }
const reset = noAnswer('host', new Error('reset'), 1)

function make(): { outcomes: Outcomes; told: Outcome[] } {
  const told: Outcome[] = []
  const outcomes = new Outcomes()
  outcomes.watch(
    (outcome) => told.push(outcome),
    () => undefined
  )
  return { outcomes, told }
}

/** The result of a run that writes these keys. */
function resultOf(outcomes: Outcomes, ...entries: Entry[]): PublishResult {
  return outcomes.result(entries.map((entry) => ({ entry, status: 'to-write' })))
}

describe('a key that failed is reported', () => {
  test.each<[unknown, string]>([
    [new Cancelled(false), 'not-started cancelled before it was sent'],
    [answered(400, [10033]), 'failed 10033 no'],
    [Object.assign(answered(400, [10033]), { attempts: 2 }), 'failed 10033 no, after 2 attempts']
  ])('after %s: %s', (cause, expected) => {
    const { outcomes, told } = make()
    outcomes.fail([gone], cause)
    expect(told.map(({ status, error }) => `${status} ${error}`)).toEqual([expected])
    expect(outcomes.of([gone])).toEqual(told)
  })
})

test('keys without an outcome are not-started, or unknown if an attempt may have written them', () => {
  const { outcomes } = make()
  outcomes.doubt([b])
  expect(resultOf(outcomes, a, b)).toStrictEqual({
    outcomes: [
      { entry: a, status: 'not-started' },
      { entry: b, status: 'unknown', error: 'not sent again; it is unknown whether it was written' }
    ],
    response: { errors: [], messages: [], result: { successful_key_count: 0, unsuccessful_keys: ['b'] } }
  })
})

describe('the run ends', () => {
  test.each<[string, unknown, number]>([
    ['counted again after a refusal', answered(400), 10],
    ['whatever happens to files in between', new Error('the file has changed'), 1]
  ])('after ten errors in a row without a response, %s', (_what, cause, more) => {
    const { outcomes } = make()
    for (let count = 1; count < 10; count++) outcomes.fail([a], reset)
    outcomes.fail([b], cause)
    for (let count = 1; count < more; count++) outcomes.fail([a], reset)
    expect(outcomes.ended).toBeUndefined()
    outcomes.fail([a], reset)
    expect(outcomes.ended).toBe('No response from host: reset')
  })
})

describe('the result of a run with one key is', () => {
  test('the result of its response', () => {
    const { outcomes } = make()
    outcomes.succeed([a], { ...SUCCESS, result: { any: 1 } })
    expect(resultOf(outcomes, a).response.result).toEqual({ any: 1 })
  })

  test.each([answered(400, [1]), new KvApiError(500, undefined), reset])('null after %s', (cause) => {
    const { outcomes } = make()
    outcomes.fail([a], cause)
    expect(resultOf(outcomes, a).response.result).toBeNull()
  })
})

describe('the result of a run in several steps is', () => {
  const changes: Change[] = [
    { entry: a, status: 'unchanged' },
    { entry: b, status: 'changed' },
    { entry: gone, status: 'to-delete' }
  ]

  test('the sum of the steps, in the order of the changes', () => {
    const { outcomes } = make()
    outcomes.succeed([b], { ...SUCCESS, messages: [1] })
    outcomes.fail([gone], answered(400, [10042]))
    expect(outcomes.result(changes)).toStrictEqual({
      outcomes: [
        changes[0],
        { entry: b, status: 'written' },
        { entry: gone, status: 'failed', error: '10042 no', isRefused: true }
      ],
      response: {
        errors: [{ code: 10042, message: 'no' }],
        messages: [1],
        result: { successful_key_count: 1, unsuccessful_keys: ['gone'] }
      }
    })
  })
})
