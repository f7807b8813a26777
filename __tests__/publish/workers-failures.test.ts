import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((key) => entry(key)) as [Entry, Entry, Entry, Entry]

describe('a transient error', () => {
  test('of a single write is retried until it is written', async () => {
    const statuses = [500, 503, 200]
    const lines: string[] = []
    writes().answer = () => ({ status: statuses.shift() ?? 0, body: statuses.length > 0 ? '' : SUCCESS })
    const result = await writes().write([[a]], { maxRetries: 2, lines })
    expect(writes().sent()).toEqual(['a', 'a', 'a'])
    expect(outcomesOf(result)).toEqual(['a written'])
    expect(lines).toEqual([
      "Request failed: HTTP 500 with a body that is not a response of Cloudflare's API; attempt 2 of 3 in 0.5 s",
      "Request failed: HTTP 503 with a body that is not a response of Cloudflare's API; attempt 3 of 3 in 1.0 s"
    ])
    expect(result.response).toEqual({ errors: [], messages: [], result: {} })
  })

  test('that persists fails the key with the last cause and the number of attempts', async () => {
    const error = { code: 10001, message: 'internal' }
    writes().answer = () => ({ status: 500, headers: { 'cf-ray': 'ray-1' }, body: { success: false, errors: [error] } })
    const result = await writes().write([[a], [b, c]], { maxRetries: 1 })
    const reason = 'failed 10001 internal [HTTP 500, cf-ray ray-1], after 2 attempts'
    expect(outcomesOf(result)).toEqual([`a ${reason}`, `b ${reason}`, `c ${reason}`])
    expect(result.response.errors).toEqual([error, error])
  })

  test('is not retried with other bytes if the file has changed', async () => {
    const path = join(makeFolder({ file: 'one' }), 'file')
    const file: Entry = { key: 'file', value: { path, size: 3 }, source: 'file' }
    writes().answer = () => {
      writeFileSync(path, 'four')
      return { status: 500, body: { success: false, errors: ['busy'] } }
    }
    const single = await writes().write([[file]], { maxRetries: 3 })
    writeFileSync(path, 'one')
    const bulk = await writes().write([[a, file]], { maxRetries: 3 })
    const changed = 'file failed the file has changed since it was planned, from 3 to 4 bytes'
    expect(outcomesOf(single)).toEqual([changed])
    expect(outcomesOf(bulk)).toEqual([expect.stringMatching(/^a failed "busy" .*after 4 attempts$/), changed])
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

  test.each([413, 524])('that is too large (%d) is split down to single pairs', async (status) => {
    const lines: string[] = []
    writes().answer = ({ url }) => (url?.endsWith('/bulk') ? { status } : { body: SUCCESS })
    const result = await writes().write([[a, b, c]], { lines })
    expect(writes().sent()).toEqual(['[a b c]', '[a b]', 'a', 'b', 'c'])
    expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written'])
    expect(lines[0]).toMatch(
      /^Request failed: HTTP \d+ with a body that is not .*; sending these 3 keys as two requests$/
    )
  })

  test.each([
    [524, ['[a b]', 'a', 'b', 'b', 'b']],
    [400, ['[a b]']]
  ])('does not repeat a request that would have the same result: HTTP %d', async (status, sent) => {
    writes().answer = ({ url }) => (url?.endsWith('/a') ? { body: SUCCESS } : { status })
    await writes().write([[a, b]], { maxRetries: 2 })
    expect(writes().sent()).toEqual(sent)
  })

  test('that gets no response in time is split', async () => {
    writes().answer = ({ url, body }) =>
      body.includes('"b"') || url?.endsWith('/b') ? new Promise(() => undefined) : { body: SUCCESS }
    const result = await writes().write([[a, b, c, d]], { timeout: 0.05 })
    expect(writes().sent()).toEqual(['[a b c d]', '[a b]', 'a', 'b', '[c d]'])
    expect(outcomesOf(result)).toEqual([
      'a written',
      expect.stringContaining('b failed No response from 127.0.0.1'),
      'c written',
      'd written'
    ])
  })
})

describe('it is unknown whether a key was written', () => {
  const unknown = 'it is unknown whether it was written'

  test.each([
    ['when a proxy answered for the API', { status: 504, body: '<html>' }, true],
    ['unless the API itself refused it', { status: 500, body: { success: false, errors: ['busy'] } }, false]
  ])('%s', async (_when, refusal, isUnknown) => {
    writes().answer = () => refusal
    const outcomes = outcomesOf(await writes().write([[a], [b, c]]))
    expect(outcomes.map((outcome) => outcome.endsWith(unknown))).toEqual([isUnknown, isUnknown, isUnknown])
  })

  test('if it was sent, but not if its file was missing', async () => {
    const gone: Entry = { key: 'gone', value: { path: '/gone', size: 1 }, source: 'gone' }
    writes().answer = () => ({ broken: 'before' })
    expect(outcomesOf(await writes().write([[a, gone, b]]))).toEqual([
      expect.stringContaining(unknown),
      'gone failed the file can no longer be read (ENOENT)',
      expect.stringContaining(unknown)
    ])
  })

  test('if it was sent, but not if it did not fit into the request', async () => {
    writes().answer = ({ url }) => (url?.endsWith('/b') ? { body: SUCCESS } : { broken: 'before' })
    expect(outcomesOf(await writes().write([[entry('a', 'x'.repeat(980)), b]]))).toEqual([
      expect.stringContaining(unknown),
      'b written'
    ])
  })
})

test.each<[string, Entry[]]>([
  ['one key', [a]],
  ['several keys', [a, b]]
])('an error says if an earlier attempt may have written the key, in a request of %s', async (_what, batch) => {
  const answers = [{ body: '<html>' }, { status: 400 }]
  writes().answer = () => answers.shift() ?? {}
  const { outcomes } = await writes().write([batch], { maxRetries: 1 })
  const error = "HTTP 400 with a body that is not a response of Cloudflare's API, after 2 attempts"
  const expected = `${error}; it is unknown whether it was written`
  expect(outcomes.map(({ status, error }) => [status, error])).toEqual(batch.map(() => ['failed', expected]))
})
