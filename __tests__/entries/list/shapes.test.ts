import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { describeUnknown } from '../../../src/entries/list/shapes.ts'
import { times } from '../../support/fuzz.ts'
import { makeFolder } from '../../support/folders.ts'
import { fromFile, inline, readListIn, stored } from '../../support/lists.ts'

const root = makeFolder({ 'a.txt': 'abc' })

test.each([
  ['expiration_ttl', ['ttl', 'TTL', 'expirationTtl', 'expiration-ttl', 'expiration_tll']],
  ['expiration', ['experation']],
  ['metadata', ['meta', 'metdata', 'Metadata']],
  ['key', ['Key', 'kye']],
  ['delete', ['deleet']],
  ['base64', ['bas64']]
])('%s is what is meant by %j', (meant, names) => {
  for (const name of names) expect(describeUnknown(name)).toBe(`unknown property "${name}"; did you mean "${meant}"?`)
})

test('a name that resembles no property is answered with all properties', () => {
  for (const name of ['enabled', 'toString', '__proto__', '', 'x', 'country', 'comment']) {
    expect(describeUnknown(name)).toContain('; an entry can have key, value, file, base64, metadata,')
  }
})

describe('a map that looks like something else is refused with a message that says what to write', () => {
  test.each([
    [
      'one entry',
      '{"key": "a", "value": "b"}',
      'is one entry: write a list, with "- " before "key" (in JSON, [ ] around the entry). If a map of keys and values is meant, write a list with an entry for each, with the name as "key" and what belongs to it as "value"'
    ],
    ['one entry with settings', '{"key": "a", "value": "b", "ttl": 60, "metadata": {}}', 'is one entry'],
    [
      'a wrapped list',
      '{"pairs": [{"key": "a", "value": "b"}]}',
      'has a list of entries in its only property "pairs": write only that list. If a map of keys and values is meant'
    ],
    ['a wrapped list with one entry', '{"entries": [1, {"key": "a", "file": "b"}]}', 'has a list of entries'],
    [
      'a map of entries',
      '{"a": {"value": "x", "metadata": {}}}',
      'has properties of an entry in the value of "a": write a list of entries, with "a" as "key"'
    ],
    ['one entry under its key', '{"a": {"key": "a", "value": "x"}}', 'has properties of an entry in'],
    [
      'a response of the API',
      '{"success": true, "errors": [], "messages": [], "result": []}',
      'is an answer of the API ("success" with "errors" or "result"): check the command that made it'
    ],
    ['a backup that was changed', '{"namespace_id": "id", "kv-put-action-backup": 1}', 'is a backup whose format']
  ])('%s', async (_what, text, message) => {
    for (const { entries, messages } of [await inline(text), await fromFile('a.json', text)]) {
      expect([entries, messages]).toEqual([[], [expect.stringContaining(message)]])
    }
  })
})

test.each([
  '{"config": {"value": 5}}',
  '{"color": {"name": "red", "value": "#f00"}}',
  '{"option": {"value": 1, "key": "x", "label": "A"}}',
  '{"option": {"value": 1, "values": [1, 2]}}',
  '{"success": 5, "errors": 3}',
  '{"cookie": {"value": "x", "expires": 5}}',
  '{"tags": [{"name": "a"}]}',
  '{"headers": [{"key": "a", "value": "b"}], "other": 1}',
  '{"pairs": {"key": "a", "name": "b"}}',
  '{"key": "Schlüssel", "value": "Wert", "save": "Speichern"}',
  '{"success": "Erfolg", "errors": "Fehler"}'
])('%s is accepted as a map', async (text) => {
  const result = await inline(text)
  expect(result.messages).toEqual([])
  const pairs = Object.entries(JSON.parse(text) as Record<string, unknown>)
  expect(stored(result)).toEqual(
    Object.fromEntries(pairs.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]))
  )
})

describe('a shape that is nearly a list', () => {
  const value = fc.oneof(fc.constantFrom<unknown>('x', 1, true, null, 'a.txt'), fc.dictionary(fc.string(), fc.nat()))
  const entry = fc
    .record(
      {
        key: fc.constantFrom('a', 'b', 'c'),
        value,
        file: fc.constant('a.txt'),
        delete: fc.boolean(),
        metadata: value,
        ttl: fc.constant(60),
        expiration_ttl: fc.constantFrom<unknown>(60, 60.5, '1h'),
        other: value
      },
      { requiredKeys: ['key'] }
    )
    .map((properties): object => properties)
  const entries = fc.array(fc.oneof({ weight: 4, arbitrary: entry }, value), { maxLength: 3 })
  const name = fc.constantFrom('pairs', 'key', 'value', 'success', 'errors', 'a')
  const shape = fc.oneof(
    entries,
    entry,
    entries.map((items) => ({ pairs: items })),
    fc.dictionary(name, fc.oneof(entry, entries, value), { maxKeys: 3 }),
    fc.constant({ success: true, errors: [], result: [] })
  )

  test('has one meaning or is refused', async () => {
    const property = fc.asyncProperty(shape, async (list) => {
      const result = await readListIn(root, { entries: JSON.stringify(list) })
      if (result.messages.length > 0) return
      const keys = [...result.entries, ...result.deletions].map(({ key }) => key).sort()
      if (Array.isArray(list)) {
        // Each item is one key.
        expect(keys).toEqual((list as { key: string }[]).map(({ key }) => key).sort())
        return
      }
      const { properties, isOneEntry, isWrapped } = describeMap(list)
      expect({ keys, isOneEntry, isWrapped }).toEqual({ keys: properties, isOneEntry: false, isWrapped: false })
    })
    await fc.assert(property, times(300))
  })

  function describeMap(map: object): { properties: string[]; isOneEntry: boolean; isWrapped: boolean } {
    const properties = Object.keys(map).sort()
    const values = Object.values(map) as unknown[]
    return {
      properties,
      isOneEntry: isOnlyEntry(map),
      isWrapped: values.length === 1 && Array.isArray(values[0]) && values[0].some(isOnlyEntry)
    }
  }

  function isOnlyEntry(item: unknown): boolean {
    const names = typeof item === 'object' && item !== null ? Object.keys(item) : []
    const isContent = ['value', 'file', 'delete'].some((name) => names.includes(name))
    return (
      names.includes('key') &&
      isContent &&
      !names.some((name) => ['other', 'a', 'pairs', 'success', 'errors'].includes(name))
    )
  }
})

test.each([
  ['a path as text', 'flags.yaml', '; to read them from a file, use entries-file'],
  ['a path with folders', 'config/flags.JSON\n', '; to read them from a file, use entries-file'],
  ['other text', 'a secret', '']
])('%s is no list, and is not repeated', async (_what, text, advice) => {
  const { messages } = await inline(text)
  expect(messages).toEqual([
    `entries must hold a map of keys and values, or a list of entries with key and value${advice}`
  ])
})

test.each([
  ['a line that is indented too far', 'a: 1\n  b: 2', 1],
  ['a colon in text', 'a: see: b', 1]
])('YAML with %s gets advice', async (_what, text, line) => {
  const { messages } = await inline(text)
  expect(messages).toEqual([
    expect.stringMatching(
      new RegExp(
        `^entries is not valid YAML: nested mappings are not allowed in compact mappings at line ${line}, column \\d+; check the indentation, and put text that contains ": " in quotes$`
      )
    )
  ])
})
