import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import { validateValues } from '../../src/plan/validate.ts'
import { stampEntries } from '../../src/plan/values.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { makeFolder } from '../support/folders.ts'
import { validate } from '../support/validation.ts'

const SCHEMA = JSON.stringify({
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, rollout: { type: 'integer', maximum: 100 } }
})
const RULES = { schema: 'flags.schema.json' }

describe('a problem has its source and place', () => {
  test('in a file whose name is the key', async () => {
    const files = { 'flags.schema.json': SCHEMA, 'a.json': '{"rollout": 101, "name": 5}' }
    const { problems } = await validate({ files, selection: { key: 'a.json', file: 'a.json' }, rules: RULES })
    const where = { key: 'a.json', location: { file: 'a.json' } }
    expect(problems).toEqual([
      { ...where, message: 'a.json: /name must be string' },
      { ...where, message: 'a.json: /rollout must be <= 100' }
    ])
  })

  test('in a file with another key, with line and column of a syntax error', async () => {
    const { problems } = await validate({
      files: { 'a.json': '{\n  "a": 1,\n}' },
      selection: { key: 'k', file: 'a.json' }
    })
    expect(problems).toEqual([
      {
        key: 'k',
        message: 'key "k" (from a.json): not valid JSON at line 3, column 1: property name expected',
        location: { file: 'a.json', line: 3, column: 1 }
      }
    ])
  })

  test('in a list', async () => {
    const list = 'one:\n  rollout: 300\ntwo: "[1,\\n x]"\nthree: [1]'
    const files = { 'flags.schema.json': SCHEMA, 'flags.yaml': list }
    const { problems } = await validate({
      files,
      selection: { entriesFile: 'flags.yaml' },
      rules: RULES,
      keyPrefix: 'a/'
    })
    expect(problems.map(({ message }) => message)).toEqual([
      `key "a/one" (from flags.yaml line 1): must have required property 'name'`,
      'key "a/one" (from flags.yaml line 1): /rollout must be <= 100',
      'key "a/two" (from flags.yaml line 3): not valid JSON at line 2, column 2 of the value: invalid symbol',
      'key "a/three" (from flags.yaml line 4): must be object'
    ])
    expect(problems.map(({ location }) => location?.line)).toEqual([1, 1, 3, 4])
  })

  test('in the input value', async () => {
    const { problems } = await validate({ selection: { key: 'k', value: "{'a': 1}" } })
    expect(problems).toEqual([
      {
        key: 'k',
        message:
          'key "k" (from value): not valid JSON at line 1, column 2 of the value: invalid symbol (use double quotes)'
      }
    ])
  })
})

describe('values that are JSON as RFC 8259 allows it are accepted', () => {
  test.each([
    ['white space around', ' \r\n\t1\n'],
    ['duplicate names', '{"a": 1, "a": 2}'],
    ['half of a surrogate pair, escaped', '"\\ud800"'],
    ['a line separator in text', '"\u2028"'],
    ['a number that is too large for JavaScript', '1e999'],
    ['the replacement character', '"\ufffd"'],
    ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000)]
  ])('%s', async (_what, value) => {
    expect((await validate({ selection: { key: 'k', value } })).errors).toEqual([])
  })
})

describe('values that are not JSON have an error', () => {
  test.each([
    ['empty', '', 'an empty value is not valid JSON'],
    ['with a byte order mark', '\ufeff{}', 'not valid JSON: save it as UTF-8 without a byte order mark'],
    ['in UTF-16', Buffer.from([0xff, 0xfe, 0x7b, 0]), 'not valid JSON: it looks like UTF-16, save it as UTF-8'],
    [
      'in UTF-16, the other way',
      Buffer.from([0xfe, 0xff, 0, 0x7b]),
      'not valid JSON: it looks like UTF-16, save it as UTF-8'
    ],
    ['in Latin-1', Buffer.from([0x22, 0xe9, 0x22]), 'not valid JSON: it is not UTF-8'],
    ['nested very deeply', '['.repeat(100_000), 'not valid JSON: it is nested too deeply']
  ])('%s', async (_what, value, message) => {
    const { errors } = await validate({ files: { a: value }, selection: { key: 'a', file: 'a' } })
    expect(errors).toEqual([`a: ${message}`])
  })

  test.each(['{"a": sesame}', '["sesame', "{'sesame': 1}", 'sesame', '{sesame: 1}'])(
    'and nothing of the value: %s',
    async (value) => {
      const { errors } = await validate({ selection: { key: 'k', value } })
      expect(errors).toEqual([expect.not.stringContaining('sesame')])
    }
  )
})

test('values without a problem are logged', async () => {
  const files = { 'flags.schema.json': SCHEMA, 'a.json': '{"name": "a"}' }
  const selection = { key: 'k', file: 'a.json' }
  expect(await validate({ files, selection, rules: RULES })).toMatchObject({
    errors: [],
    lines: ['Checked the values of 1 key (13 B): they match schema "flags.schema.json"']
  })
  expect((await validate({ files, selection })).lines).toEqual(['Checked the values of 1 key (13 B): they are JSON'])
})

test('without rules, no value is read', async () => {
  const value = {
    size: 1,
    get bytes(): never {
      throw new Error('read')
    }
  }
  const selected = { entries: [{ key: 'k', value, source: 'value' }], deletions: [] }
  const settings = { rules: undefined, credentials: [], workspace: new Workspace(makeFolder()), takesDigests: true }
  const runtime = { log: () => undefined, signal: new AbortController().signal }
  expect(await validateValues(selected, settings, new Diagnostics(), runtime)).toEqual(selected)
})

describe('all problems are reported together', () => {
  test('with those of other checks, but not twice for a value that could not be read', async () => {
    const files = { 'a.json': '{', 'list.yaml': '- { key: a, file: a.json }\n- { key: b, file: gone.json }\n' }
    const { errors } = await validate({ files, selection: { entriesFile: 'list.yaml' } })
    expect(errors).toEqual([
      expect.stringContaining('gone.json'),
      expect.stringContaining('key "a" (from a.json (list.yaml line 1)): not valid JSON at line 1, column 2')
    ])
  })

  test('with those of the values, even if the schema is not valid', async () => {
    const files = { 'flags.schema.json': '{', 'a.json': '{' }
    const { errors } = await validate({ files, selection: { key: 'a', file: 'a.json' }, rules: RULES })
    expect(errors).toEqual([
      expect.stringContaining('schema "flags.schema.json" is not valid JSON: '),
      expect.stringContaining('key "a" ')
    ])
  })
})

test('a value that has changed since it was planned is an error', async () => {
  const root = makeFolder({ 'a.json': '1' })
  const value = { path: join(root, 'a.json'), size: 2 }
  const diagnostics = new Diagnostics()
  const settings = {
    rules: { schema: undefined },
    credentials: [],
    workspace: new Workspace(root),
    takesDigests: false
  }
  const runtime = { log: () => undefined, signal: new AbortController().signal }
  await validateValues(
    { entries: [{ key: 'k', value, source: 'a.json' }], deletions: [] },
    settings,
    diagnostics,
    runtime
  )
  expect(diagnostics.errors).toMatchObject([{ message: expect.stringContaining('key "k": the file has changed') }])
})

test('a run that compares reads each value once', async () => {
  const root = makeFolder({ 'a.json': '[1]' })
  const path = join(root, 'a.json')
  const value = new Workspace(root).file(path)
  const entry = { key: 'k', value, source: 'a.json', metadata: '{"a":1}', expiry: { expirationTtl: 60 } }
  const settings = { rules: { schema: undefined }, credentials: [], workspace: new Workspace(root), takesDigests: true }
  const diagnostics = new Diagnostics()
  const { signal } = new AbortController()
  const stamp = async (entries: readonly (typeof entry)[]): Promise<unknown> =>
    (await stampEntries(entries, { managedBy: 'octo/site', keyPrefix: '' }, diagnostics, signal)).map(
      ({ metadata }) => metadata
    )
  const expected = await stamp([entry])
  const selected = { entries: [entry], deletions: [] }
  const { entries } = await validateValues(selected, settings, diagnostics, { log: () => undefined, signal })
  writeFileSync(path, '[2]')
  utimesSync(path, 1, 1)
  expect(await stamp(entries as (typeof entry)[])).toEqual(expected)
  expect(diagnostics.errors).toEqual([])
})

describe('a cancelled run', () => {
  test('validates no more values', async () => {
    const { errors } = await validate({ selection: { entries: '{ a: "{", b: "{" }' }, signal: AbortSignal.abort() })
    expect(errors).toContain('cancelled before anything was sent to be written')
    expect(errors).not.toContain('not valid JSON')
  })

  test('is noticed between values, and after the last one', async () => {
    for (const last of [3, 1]) {
      const controller = new AbortController()
      const read: string[] = []
      const value = (key: string): { size: number; readonly bytes: Buffer } => ({
        size: 1,
        get bytes() {
          read.push(key)
          // As a signal that arrives while a value is validated, which takes longer than a turn.
          if (key === 'k1')
            setImmediate(() => {
              controller.abort()
            })
          for (const end = performance.now() + 60; performance.now() < end;);
          return Buffer.from('1')
        }
      })
      const entries = Array.from({ length: last }, (_, index) => `k${index + 1}`).map((key) => ({
        key,
        value: value(key),
        source: key
      }))
      const diagnostics = new Diagnostics()
      const settings = {
        rules: { schema: undefined },
        credentials: [],
        workspace: new Workspace(makeFolder()),
        takesDigests: false
      }
      const runtime = { log: () => undefined, signal: controller.signal }
      await validateValues({ entries, deletions: [] }, settings, diagnostics, runtime)
      expect(read.length).toBeLessThan(3)
      expect(diagnostics.errors).toEqual([{ message: 'cancelled before anything was sent to be written' }])
    }
  })
})
