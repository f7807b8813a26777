import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeBase64 } from '../../../src/entries/list/item.ts'
import { anyText, times, valueOrMessage } from '../../support/fuzz.ts'
import { makeFolder } from '../../support/folders.ts'
import { fromFile, inline, readListIn, SHAPED, stored } from '../../support/lists.ts'

describe('a list', () => {
  test('in the format of wrangler works unchanged', async () => {
    const pairs = [
      { key: 'a', value: 'x' },
      { key: 'b', value: '', expiration: 0, expiration_ttl: 0, metadata: null, base64: false },
      { key: 'c', value: 'aGk=', base64: true, expiration_ttl: 60, metadata: { a: [1] } },
      { key: 'd', value: 'aGk=', expiration: 1_800_000_000, expiration_ttl: null, base64: null, metadata: 'text' }
    ]
    for (const [name, content] of [
      ['bulk.json', JSON.stringify(pairs)],
      ['bulk.yaml', JSON.stringify(pairs, null, 2)]
    ] as const) {
      const result = await fromFile(name, content)
      expect([result.messages, result.warnings]).toEqual([[], []])
      expect(stored(result)).toEqual({ a: 'x', b: '', c: 'hi', d: 'aGk=' })
      expect(result.entries.map(({ metadata, expiry }) => [metadata, expiry])).toEqual([
        [undefined, undefined],
        [undefined, undefined],
        ['{"a":[1]}', { expirationTtl: 60 }],
        ['"text"', { expiration: 1_800_000_000 }]
      ])
    }
  })

  test('may have values of any type, files, and times as text', async () => {
    const { entries, messages } = await inline(
      '- { key: a, value: { b: 1.0 } }\n- { key: b, file: a.txt, expiration_ttl: 1h }\n- { key: c, value: null, file: null, expiration: 2027-01-31T12:00:00Z }'
    )
    expect(messages).toEqual([])
    expect(entries.map(({ value }) => value)).toMatchObject([
      { bytes: Buffer.from('{"b":1.0}'), size: 9 },
      { path: expect.stringMatching(/a\.txt$/), size: 3 },
      { bytes: Buffer.from('null'), size: 4 }
    ])
    expect(entries.map(({ source }) => source)).toEqual(['entries line 1', 'a.txt (entries line 2)', 'entries line 3'])
    expect(entries.map(({ expiry }) => expiry)).toEqual([
      undefined,
      { expirationTtl: 3600 },
      { expiration: Date.parse('2027-01-31T12:00:00Z') / 1000 }
    ])
  })

  test('has entries that override the defaults', async () => {
    const { entries } = await inline(
      '[{key: a, value: x}, {key: b, value: x, metadata: {own: 1}}, {key: c, value: x, metadata: null}, {key: d, value: x, expiration: 1800000000}, {key: e, value: x, expiration: 0}]',
      SHAPED
    )
    expect(entries.map(({ key, metadata, expiry }) => [key, metadata, expiry])).toEqual([
      ['v2/a', '{"all":1}', { expirationTtl: 3600 }],
      ['v2/b', '{"own":1}', { expirationTtl: 3600 }],
      ['v2/c', undefined, { expirationTtl: 3600 }],
      ['v2/d', '{"all":1}', { expiration: 1_800_000_000 }],
      ['v2/e', '{"all":1}', { expirationTtl: 3600 }]
    ])
  })

  test('with expiration and TTL uses the TTL, with one warning for all entries', async () => {
    const both = 'value: x, expiration: 1800000000, expiration_ttl: 60}'
    const { entries, warnings, messages } = await inline(`[{key: a, ${both}, {key: b, ${both}]`)
    expect(entries.map(({ expiry }) => expiry)).toEqual([{ expirationTtl: 60 }, { expirationTtl: 60 }])
    expect(messages).toEqual([])
    expect(warnings).toEqual([
      'entries gives both expiration and expiration_ttl for 2 keys: expiration_ttl takes precedence, as in the API'
    ])
  })
})

describe('a problem of an entry is reported with its line, its number in the list and its key', () => {
  test.each([
    ['value: x', '2', 'key is missing: an entry of a list has key, and value, file or delete'],
    ['key: 404\n  value: x', '2', 'key must be text, got a number; put it in quotes'],
    ['key: k\n  value: x\n  value: y', '4', 'has the property "value" twice, in line 3 and in line 4'],
    ['x', '2', 'must be a map with key, and value or file; got text']
  ])('without a key: %j', async (entry, line, message) => {
    const { messages, entries } = await inline(`- { key: ok, value: x }\n- ${entry}\n`)
    expect(messages).toEqual([expect.stringContaining(`entries line ${line}: entry 2: ${message}`)])
    expect(entries.map(({ key }) => key)).toEqual(['ok'])
  })

  test.each([
    ['value: x\n  file: a.txt', 2, 'value and file are both given'],
    ['file: a.txt\n  base64: true', 2, 'base64 cannot be combined with file'],
    ['file: b.txt', 3, 'file "b.txt" was not found'],
    ['file: ../b', 3, 'file "../b" lies outside the workspace'],
    ['value: a\n  base64: true', 3, 'value is not base64: '],
    ['value: x\n  base64: "true"', 4, 'base64 must be true or false, got text'],
    ['value: x\n  ttl: 60', 4, 'unknown property "ttl"; did you mean "expiration_ttl"?'],
    ['value:\n    a: 1\n    a: 2', 5, 'value has the property "a" twice'],
    ['value: "\\ud800"', 3, 'value is not valid Unicode'],
    [`value: x\n  metadata: ${'a'.repeat(1023)}`, 4, 'metadata is 1,025 bytes as JSON'],
    ['value: x\n  expiration: 1', 4, 'expiration is in the past'],
    ['value: x\n  expiration_ttl: 59', 4, 'expiration_ttl must be at least 60 seconds']
  ])('with a key: %j', async (properties, line, message) => {
    const text = `- { key: ok, value: x }\n- key: k\n  ${properties}\n`
    const told = `line ${line}: entry 2 (key "k"): ${message}`
    const root = makeFolder({ 'a.txt': 'abc', 'list.yaml': text })
    const { errors, entries } = await readListIn(root, { entriesFile: 'list.yaml' }, SHAPED)
    expect(errors).toEqual([
      { message: expect.stringContaining(told), key: 'v2/k', location: { file: 'list.yaml', line } }
    ])
    expect(entries.map(({ key }) => key)).toEqual(['v2/ok', 'v2/k'])
    expect((await readListIn(root, { entries: text })).errors[0]).not.toHaveProperty('location')
  })
})

describe('a deletion', () => {
  test('has the key with the prefix, and its line as source and location', async () => {
    const { entries, deletions, messages, warnings } = await fromFile(
      'list.yaml',
      '- { key: a, value: x }\n- key: b\n  delete: true\n',
      SHAPED
    )
    expect([messages, warnings]).toEqual([[], []])
    expect(entries.map(({ key }) => key)).toEqual(['v2/a'])
    expect(deletions).toEqual([{ key: 'v2/b', source: 'list.yaml line 2', location: { file: 'list.yaml', line: 2 } }])
  })

  test('may have properties with empty values', async () => {
    const { deletions, messages } = await inline(
      '[{key: a, delete: true, value: null, file: ~, base64: false, metadata: null, expiration: 0, expiration_ttl: null}]'
    )
    expect([deletions.length, messages]).toEqual([1, []])
  })

  test.each(['value: x', 'value: false', 'file: a.txt', 'base64: true', 'metadata: {}', 'expiration: 1e10'])(
    'may not have %s',
    async (property) => {
      const { messages } = await inline(`- key: k\n  delete: true\n  ${property}`)
      const name = property.split(':')[0] ?? ''
      expect(messages).toEqual([
        `entries line 3: entry 1 (key "k"): ${name} cannot be combined with delete: true; remove ${name} to delete the key, or remove delete to write it`
      ])
    }
  )
})

describe('a whole number', () => {
  test.each([
    ['expiration_ttl: 3600.0', { expirationTtl: 3600 }],
    ['expiration: 1.893456e+09', { expiration: 1_893_456_000 }],
    ['expiration_ttl: 0e5', undefined]
  ])('may be written as %s', async (property, expiry) => {
    const { entries, messages } = await inline(`[{key: k, value: x, ${property}}]`)
    expect(messages).toEqual([])
    expect(entries[0]?.expiry).toEqual(expiry)
  })
})

describe('base64', () => {
  test.each(['|\n    aGVs\n    bG8=\n', '>\n    aGVs\n    bG8=\n', '"aGVs\\r\\nbG8="', 'aGVsbG8='])(
    'may have line ends and spaces, as YAML blocks and the command base64 have them: %j',
    async (value) => {
      const result = await inline(`- key: k\n  base64: true\n  value: ${value}`)
      expect(result.messages).toEqual([])
      expect(stored(result)).toEqual({ k: 'hello' })
    }
  )

  test.each(['QQ', 'QQ===', 'QQ==QQ==', '=', '====', 'QU\nJ', 'QU\tJD', '-_-_', 'QUJé'])('%j is refused', (text) => {
    expect(() => decodeBase64(text)).toThrow('is not base64: it must consist of A to Z, a to z, 0 to 9, + and /')
  })

  test('of any bytes is decoded to them, and any other text is decoded completely or refused', async () => {
    const property = fc.asyncProperty(
      fc.uint8Array(),
      anyText('Q', '/', '=', 'QUJD', '-', '\n', 'é'),
      async (bytes, text) => {
        expect([...decodeBase64(Buffer.from(bytes).toString('base64'))]).toEqual([...bytes])
        const result = await valueOrMessage(() => decodeBase64(text))
        const digits = text.replace(/[ \r\n]/g, '')
        if ('message' in result) expect(result.message).toMatch(/^is not base64: /)
        else expect(result.value.length).toBe((digits.length / 4) * 3 - (digits.match(/=/g)?.length ?? 0))
      }
    )
    await fc.assert(property, times(500))
  })
})

test('a key to delete that looks like a pattern is warned of', async () => {
  const { warnings, deletions } = await inline(
    '[{key: "user:*", delete: true}, {key: a, delete: true}, {key: "/*", value: x}]'
  )
  expect(deletions).toHaveLength(2)
  expect(warnings).toEqual([
    'entries deletes "user:*": keys are literal, and * is no wildcard. List each key to delete, or use prune'
  ])
})

test.each([
  ['a:\nb: null\nc: ~\nd: ""\ne: { f: }', ['a']],
  ['{ a: , "b": null, c }', ['a', 'c']],
  ['- key: a\n  value:\n- { key: b, value: null }\n- { key: c, delete: true, value: }', ['a']]
])('a value that YAML leaves out is stored as null, with a warning: %j', async (list, keys) => {
  const { messages, warnings } = await inline(list)
  expect([messages, warnings]).toEqual([
    [],
    [
      `entries has nothing as the value of ${keys.map((key) => `"${key}"`).join(', ')}: YAML reads that as null, so the text null is stored. Write "" for an empty value`
    ]
  ])
})

test('reading a list stops after 10,000 problems', async () => {
  const { entries, messages } = await inline(`[${'0,'.repeat(20_000)}{key: a, value: x}]`)
  expect([entries.length, messages.length]).toEqual([0, 10_001])
  expect(messages.at(-1)).toBe('there are more problems than these: fix these first')
})
