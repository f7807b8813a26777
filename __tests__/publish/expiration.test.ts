import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { makeClock } from '../support/transport.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const NOW = Date.parse('2026-11-24T12:00:00Z')

function expiring(key: string, secondsAhead: number): Entry {
  return { ...entry(key), expiry: { expiration: NOW / 1000 + secondsAhead } }
}

const TOO_NEAR = 'less than 60 seconds ahead by now, which the API refuses; set a later one, or a ttl'

describe('an expiration that has become too close since the plan fails only its own key', () => {
  test('before a request is sent', async () => {
    const batches = [[expiring('a', 59)], [expiring('b', 59), expiring('c', 60), entry('d')], [expiring('e', 1)]]
    const result = await writes().write(batches, { concurrency: 1, clock: makeClock(NOW) })
    expect(writes().sent()).toEqual(['[c d]'])
    expect(outcomesOf(result)).toEqual([
      `a failed its expiration 2026-11-24T12:00:59Z is ${TOO_NEAR}`,
      `b failed its expiration 2026-11-24T12:00:59Z is ${TOO_NEAR}`,
      'c written',
      'd written',
      `e failed its expiration 2026-11-24T12:00:01Z is ${TOO_NEAR}`
    ])
  })

  test.each([
    ['a single write', [expiring('a', 65)], ['a']],
    ['a bulk request', [expiring('a', 65), expiring('b', 75)], ['[a b]', '[b]']]
  ])('before a retry of %s', async (_what, batch, sent) => {
    const answers = [
      { status: 429, headers: { 'retry-after': '10' }, body: { success: false, errors: [{ code: 971 }] } }
    ]
    writes().answer = () => answers.shift() ?? { body: SUCCESS }
    const result = await writes().write([batch], { maxRetries: 2, clock: makeClock(NOW) })
    expect(
      writes()
        .sent()
        .map((url) => url.replace(/\?.*/, ''))
    ).toEqual(sent)
    expect(outcomesOf(result)[0]).toBe(`a failed its expiration 2026-11-24T12:01:05Z is ${TOO_NEAR}`)
    expect(outcomesOf(result).slice(1)).toEqual(batch.length > 1 ? ['b written'] : [])
  })

  test('and the error says if an earlier attempt may have written the key', async () => {
    writes().answer = () => ({ status: 502, headers: { 'retry-after': '10' } })
    const [outcome] = outcomesOf(await writes().write([[expiring('a', 65)]], { maxRetries: 2, clock: makeClock(NOW) }))
    expect(outcome).toMatch(/set a later one, or a ttl; it is unknown whether it was written$/)
  })
})
