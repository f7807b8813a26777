import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import { validateValues } from '../../src/plan/validate.ts'
import { stampEntries } from '../../src/plan/values.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { makeFolder } from '../support/folders.ts'
import { match, validate } from '../support/validation.ts'

const SCHEMA = JSON.stringify({
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, rollout: { type: 'integer', maximum: 100 } }
})
const RULES = { schema: 'flags.schema.json' }

describe('a value from a file', () => {
  const selection = { key: 'k', file: 'flags/a.json' }

  test('with a syntax error is reported with its line and column', async () => {
    const { problems } = await validate({ files: { 'flags/a.json': '{\n  "a": 1,\n}' }, selection })
    expect(problems).toEqual([
      {
        key: 'k',
        message: 'key "k" (from flags/a.json, line 3, column 1) is not valid JSON: property name expected',
        location: { file: 'flags/a.json', line: 3, column: 1 }
      }
    ])
  })

  test('is reported with each place that does not match the schema, in order', async () => {
    const files = { 'flags.schema.json': SCHEMA, 'flags/a.json': '{\n  "rollout": 101,\n  "name": 5\n}' }
    const { problems } = await validate({ files, selection, rules: RULES })
    const prefix = (line: number): string =>
      `key "k" (from flags/a.json, line ${line}) does not match schema "flags.schema.json": `
    expect(problems).toEqual([
      {
        key: 'k',
        message: `${prefix(2)}"/rollout" must be at most 100`,
        location: { file: 'flags/a.json', line: 2, column: 14 }
      },
      {
        key: 'k',
        message: `${prefix(3)}"/name" must be of type string`,
        location: { file: 'flags/a.json', line: 3, column: 11 }
      }
    ])
  })

  test('that is valid is logged', async () => {
    const files = { 'flags.schema.json': SCHEMA, 'flags/a.json': '{"name": "a"}' }
    expect(await validate({ files, selection, rules: RULES })).toMatchObject({
      errors: [],
      lines: ['Checked the values of 1 key (13 B): they match schema "flags.schema.json"']
    })
    expect(await validate({ files, selection })).toMatchObject({
      errors: [],
      lines: ['Checked the values of 1 key (13 B): they are JSON']
    })
  })

  test('is not read without rules', async () => {
    const files = { 'flags/a.json': '{' }
    const diagnostics = new Diagnostics()
    const workspace = new Workspace(makeFolder(files))
    const value = Object.defineProperty({ bytes: Buffer.of(), size: 1 }, 'bytes', {
      get: () => {
        throw new Error('read')
      }
    })
    const selected = { entries: [{ key: 'k', value, source: 'value' }], deletions: [] }
    const settings = { rules: undefined, selection, workspace, keyPrefix: '', takesDigests: true }
    const runtime = { log: () => undefined, signal: new AbortController().signal }
    expect(await validateValues(selected, settings, diagnostics, runtime)).toBe(selected)
  })
})

describe('a value from a list', () => {
  const list = [
    'one:',
    '  name: a',
    '  tags: [x,',
    '    y]',
    '  rollout: 300',
    'two: |',
    '  {',
    '    "name": "b",',
    '    "rollout": 400',
    '  }',
    'three: |',
    '  {',
    '    "name" "c"',
    '  }',
    'four: "{\\"name\\": 1}"',
    'five: [1]',
    'six: >-',
    '  {"name":',
    '  5}'
  ].join('\n')

  test('is reported with its line in the list, if the line is known', async () => {
    const files = { 'flags.schema.json': SCHEMA, 'flags.yaml': list }
    const { problems } = await validate({
      files,
      selection: { entriesFile: 'flags.yaml' },
      rules: RULES,
      keyPrefix: 'app/'
    })
    expect(problems.map(({ message }) => message.replace('does not match schema "flags.schema.json"', '…'))).toEqual([
      'key "app/one" (from flags.yaml line 5) …: "/rollout" must be at most 100',
      'key "app/two" (from flags.yaml line 9) …: "/rollout" must be at most 100',
      'key "app/three" (from flags.yaml line 13, line 2, column 10 of the value) is not valid JSON: colon expected',
      'key "app/four" (from flags.yaml line 15, line 1 of the value) …: "/name" must be of type string',
      'key "app/five" (from flags.yaml line 16) …: it must be of type object',
      'key "app/six" (from flags.yaml line 17, line 1 of the value) …: "/name" must be of type string'
    ])
    expect(problems.map(({ location }) => location)).toEqual(
      [5, 9, 13, 15, 16, 17].map((line) => ({ file: 'flags.yaml', line }))
    )
  })

  test('in the workflow has no file to annotate', async () => {
    const entries = '- key: a\n  value:\n    name: a\n    rollout: 300\n- { key: b, value: 1 }\n'
    const { problems } = await validate({
      files: { 'flags.schema.json': SCHEMA },
      selection: { entries },
      rules: RULES
    })
    expect(problems).toEqual([
      { key: 'a', message: expect.stringContaining('(from entries line 4) ') },
      { key: 'b', message: expect.stringContaining('(from entries line 5) ') }
    ])
  })

  test('that is a file is annotated in that file', async () => {
    const files = { 'list.json': '[\n {"key": "k",\n "file": "a.json"}]', 'a.json': '{\n"a": }' }
    const { problems } = await validate({ files, selection: { entriesFile: 'list.json' } })
    expect(problems).toEqual([
      {
        key: 'k',
        message: expect.stringMatching(/^key "k" \(from a\.json \(list\.json line \d\), line 2, column 6\) is not/),
        location: { file: 'a.json', line: 2, column: 6 }
      }
    ])
  })

  test.each([
    ['base64', '[{"key": "k", "base64": true, "value": "ew=="}]', 'list.json line 1, line 1, column 2 of the value'],
    ['a property name that contains a slash', '{"k": {"a/b~": {\n"c": [1,\n"2"]}}}', 'list.json line 3']
  ])('with %s is reported with its position', async (_what, list, place) => {
    const schema = { properties: { 'a/b~': { properties: { c: { items: { type: 'number' } } } } } }
    const files = { 'list.json': list, 'flags.schema.json': JSON.stringify(schema) }
    const { errors } = await validate({ files, selection: { entriesFile: 'list.json' }, rules: RULES })
    expect(errors).toEqual([expect.stringContaining(`key "k" (from ${place}) `)])
  })
})

describe('the input value', () => {
  test('is reported with the position in the value', async () => {
    const { problems } = await validate({ selection: { key: 'k', value: '[1,\n  x]' } })
    expect(problems).toEqual([
      { key: 'k', message: 'key "k" (from value, line 2, column 3) is not valid JSON: invalid symbol' }
    ])
  })
})

describe('all problems are reported together', () => {
  test('with those of other checks, but not twice for a value that could not be read', async () => {
    const files = { 'a.json': '{', 'list.yaml': '- { key: a, file: a.json }\n- { key: b, file: gone.json }\n' }
    const { errors } = await validate({ files, selection: { entriesFile: 'list.yaml' } })
    expect(errors).toEqual([
      expect.stringContaining('gone.json'),
      expect.stringContaining('key "a" (from a.json (list.yaml line 1), line 1, column 2) is not valid JSON')
    ])
  })

  test('with those of the values, even if the schema is not valid', async () => {
    const files = { 'flags.schema.json': '{', 'a.json': '{' }
    const { errors } = await validate({ files, selection: { key: 'a', file: 'a.json' }, rules: RULES })
    expect(errors).toEqual([
      expect.stringContaining('schema "flags.schema.json" (line 1, column 2) is not valid JSON: '),
      expect.stringContaining('key "a" ')
    ])
  })

  test('for one value, with the first 10 places and the number of the others', async () => {
    const found = await match({ items: { type: 'string' } }, Array(12).fill(1))
    expect(found.slice(9)).toEqual(['"/9" must be of type string', '2 more places do not match'])
    expect(await match({ items: { type: 'string' } }, Array(11).fill(1))).toContain('1 more place does not match')
  })

  test('for a value over 1 MiB, only with the first place', async () => {
    const found = await match({ items: { type: 'string' } }, [...Array<string>(200_000).fill('abcdefgh'), 1, 2])
    expect(found).toEqual([expect.stringMatching(/^"\/200000" must be of type string \(the first place found; /)])
  })
})

test('a value that has changed since it was planned is an error', async () => {
  const root = makeFolder({ 'a.json': '1' })
  const path = join(root, 'a.json')
  const entry = { key: 'k', value: { path, size: 1, mtimeMs: 1 }, source: 'a.json' }
  const diagnostics = new Diagnostics()
  const settings = {
    rules: { schema: undefined },
    selection: undefined,
    workspace: new Workspace(root),
    keyPrefix: '',
    takesDigests: false
  }
  const runtime = { log: () => undefined, signal: new AbortController().signal }
  await validateValues({ entries: [entry], deletions: [] }, settings, diagnostics, runtime)
  expect(diagnostics.errors).toMatchObject([{ message: expect.stringContaining('key "k": the file has changed') }])
})

test('a run that compares reads each value once', async () => {
  const root = makeFolder({ 'a.json': '[1]' })
  const selection = { key: 'k', file: join(root, 'a.json') }
  const path = selection.file
  const value = new Workspace(root).file(path)
  const entry = { key: 'k', value, source: 'a.json', metadata: '{"a":1}', expiry: { expirationTtl: 60 } }
  const settings = {
    rules: { schema: undefined },
    selection,
    workspace: new Workspace(root),
    keyPrefix: '',
    takesDigests: true
  }
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

test('a cancelled run validates no more values', async () => {
  const { errors } = await validate({ selection: { entries: '{ a: "{", b: "{" }' }, signal: AbortSignal.abort() })
  expect(errors).toEqual(['cancelled before anything was sent to be written'])
})

test('messages quote nothing of a value except property names', async () => {
  const schema = {
    properties: {
      type: { type: 'number' },
      enum: { enum: ['a'] },
      const: { const: 1 },
      pattern: { pattern: '^x$' },
      format: { format: 'date' },
      length: { maxLength: 1 },
      minimum: { minimum: 10 },
      multiple: { multipleOf: 1000 },
      unique: { uniqueItems: true },
      contains: { contains: { const: 1 } },
      not: { not: { type: 'string' } },
      any: { anyOf: [{ type: 'number' }, { enum: ['b'] }] },
      one: { oneOf: [{ type: 'string' }, { minLength: 1 }] },
      if: { if: { type: 'string' }, then: { maxLength: 1 } },
      names: { propertyNames: { maxLength: 3 } }
    }
  }
  const secret = 'sesame-7777'
  const value = {
    type: secret,
    enum: secret,
    const: secret,
    pattern: secret,
    format: secret,
    length: secret,
    minimum: -7777,
    multiple: 7777,
    unique: [secret, secret],
    contains: [secret],
    not: secret,
    any: secret,
    one: secret,
    if: secret,
    names: { name: secret }
  }
  const all = Object.entries(value).map(([name, part]) => match(schema, { [name]: part }))
  const found = (await Promise.all(all)).flat()
  expect(found).toHaveLength(Object.keys(value).length)
  expect(found.join('\n')).not.toMatch(/sesame|7777/)
  for (const text of [`{"a": ${secret}}`, `["${secret}`, `{'${secret}': 1}`, secret]) {
    const { errors } = await validate({ selection: { key: 'k', value: text } })
    expect(errors).toEqual([expect.not.stringMatching(/sesame|7777/)])
  }
})
