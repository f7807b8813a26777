import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { type Answer, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const [a, b, c] = ['a', 'b', 'c'].map((key) => entry(key)) as [Entry, Entry, Entry]

describe('a transient error', () => {
  test('of a single write is retried until it is written', async () => {
    const statuses = [500, 503, 200]
    const lines: string[] = []
    writes().answer = () => ({ status: statuses.shift() ?? 0, body: statuses.length > 0 ? '' : SUCCESS })
    const result = await writes().write([[a]], { maxRetries: 2, lines })
    expect(writes().sent()).toEqual(['a', 'a', 'a'])
    expect(outcomesOf(result)).toEqual(['a written'])
    expect(lines).toEqual([
      `Request for 1 key ("a") failed: HTTP 500 with a body that is not a response of Cloudflare's API; attempt 2 of 3 in 0.5 s`,
      `Request for 1 key ("a") failed: HTTP 503 with a body that is not a response of Cloudflare's API; attempt 3 of 3 in 1.0 s`
    ])
    expect(result.response).toEqual({ errors: [], messages: [], result: {} })
  })

  test('is not retried with other bytes if the file has changed', async () => {
    const path = join(makeFolder({ file: 'one' }), 'file')
    const file: Entry = { key: 'file', value: { path, size: 3 }, source: 'file' }
    writes().answer = () => {
      writeFileSync(path, 'four')
      return { status: 429, body: { success: false, errors: ['busy'] } }
    }
    const single = await writes().write([[file]], { maxRetries: 3 })
    writeFileSync(path, 'one')
    const bulk = await writes().write([[a, file]], { maxRetries: 3 })
    const changed = 'file failed the file has changed since it was planned'
    expect(outcomesOf(single)).toEqual([changed])
    expect(outcomesOf(bulk)).toEqual([expect.stringMatching(/^a failed "busy" .*after 4 attempts/), changed])
    expect(writes().sent()).toEqual(['file', '[a file]', '[a]', '[a]', '[a]'])
  })
})

describe('a bulk write', () => {
  test('sends only unsuccessful_keys again', async () => {
    const unsuccessful = [['b', 'c'], ['c'], []]
    writes().answer = () => {
      const keys = unsuccessful.shift() ?? []
      return { body: { ...SUCCESS, messages: [keys.length], result: { unsuccessful_keys: keys } } }
    }
    const result = await writes().write([[a, b, c]], { maxRetries: 2 })
    expect(writes().sent()).toEqual(['[a b c]', '[b c]', '[c]'])
    expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written'])
    expect(result.response).toEqual({
      errors: [],
      messages: [2, 1, 0],
      result: { successful_key_count: 3, unsuccessful_keys: [] }
    })
  })

  test.each([
    [413, ['[a b]', 'a', 'b']],
    [400, ['[a b]']]
  ])('does not repeat a request that would have the same result: HTTP %d', async (status, sent) => {
    writes().answer = ({ url }) => (url?.endsWith('/a') ? { body: SUCCESS } : { status })
    await writes().write([[a, b]], { maxRetries: 2 })
    expect(writes().sent()).toEqual(sent)
  })
})

describe('it is unknown whether a key was written', () => {
  const unknown = 'it is unknown whether it was written'
  const envelope = { success: false, errors: ['busy'] }

  test.each<[string, Answer, string]>([
    ['a 500 of the API', { status: 500, body: envelope }, 'unknown'],
    ['a 504 of a proxy', { status: 504, body: '<html>' }, 'unknown'],
    ['a 408', { status: 408 }, 'unknown'],
    ['a 499', { status: 499, body: envelope }, 'unknown'],
    ['a success that is cut short', { body: '{"succ' }, 'unknown'],
    ['a broken connection', { broken: 'within', body: SUCCESS }, 'unknown'],
    ['a 429', { status: 429, body: envelope }, 'failed'],
    ['a 400', { status: 400, body: { success: false, errors: [{ code: 10033 }] } }, 'failed']
  ])('after %s or not: written, single and bulk, and deleted', async (_what, answer, status) => {
    writes().answer = () => answer
    const { outcomes } = await writes().write([[a], [b, c]])
    const deleted = await writes().delete([[{ key: 'd', source: 'prune' }]])
    expect([...outcomes, ...deleted.outcomes].map((outcome) => outcome.status)).toEqual(Array(4).fill(status))
    expect(outcomes.every(({ error = '' }) => error.endsWith(unknown) === (status === 'unknown'))).toBe(true)
  })

  test.each<[string, Answer, string]>([
    ['settles it', { body: SUCCESS }, 'd deleted'],
    [
      'that says that the key is not there settles it',
      { status: 404, body: { success: false, errors: [{ code: 10009 }] } },
      'd deleted'
    ],
    [
      'that refuses does not',
      { status: 400, body: { success: false, errors: [{ code: 10042, message: 'no' }] } },
      'd unknown 10042 no, after 2 attempts; it is unknown whether it was deleted'
    ]
  ])('and a later answer %s', async (_which, answer, expected) => {
    const answers = [{ status: 503 }, answer]
    writes().answer = () => answers.shift() ?? {}
    const result = await writes().delete([[{ key: 'd', source: 'prune' }]], { maxRetries: 1 })
    expect(outcomesOf(result)).toEqual([expected])
  })
})
