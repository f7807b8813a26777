import { describe, expect, test } from '@jest/globals'
import { fromFile, inline, SHAPED, stored } from '../../support/lists.ts'

describe('a list', () => {
  test('as wrangler has it works unchanged', async () => {
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

  test('may hold any value, files, and times in words', async () => {
    const { entries, messages } = await inline(
      '- { key: a, value: { b: 1.0 } }\n- { key: b, file: a.txt, expiration_ttl: 1h }\n- { key: c, value:, file: null, expiration: 2027-01-31T12:00:00Z }'
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

  test('has of its own what takes the place of what goes for every entry', async () => {
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

  test('with both times takes the TTL, and has one warning for all', async () => {
    const both = 'value: x, expiration: 1800000000, expiration_ttl: 60}'
    const { entries, warnings, messages } = await inline(`[{key: a, ${both}, {key: b, ${both}]`)
    expect(entries.map(({ expiry }) => expiry)).toEqual([{ expirationTtl: 60 }, { expirationTtl: 60 }])
    expect(messages).toEqual([])
    expect(warnings).toEqual([
      'entries gives both expiration and expiration_ttl for 2 keys: expiration_ttl wins, as in the API'
    ])
  })

  test('keeps a key that is not valid Unicode as it is, for the plan to tell', async () => {
    const { entries } = await fromFile('a.json', JSON.stringify([{ key: 'a\ud800', value: 'x' }]))
    expect(entries[0]?.key).toBe('a\ud800')
  })
})

describe('of an entry is told', () => {
  const cases: [string, string, string][] = [
    ['no key', 'value: x', 'entries line 2: entry 2: key is missing: an entry of a list has key, and value or file'],
    [
      'a key that is a number',
      'key: 404\n  value: x',
      'line 2: entry 2: key must be text, got a number; put it in quotes'
    ],
    ['a key that is a map', 'key: {}\n  value: x', 'line 2: entry 2: key must be text, got a map'],
    ['neither value nor file', 'key: k', 'line 2: entry 2 (key "k"): value is missing: give value or file'],
    ['both of them', 'key: k\n  value: x\n  file: a.txt', 'line 2: entry 2 (key "k"): value and file are both given'],
    ['base64 of a file', 'key: k\n  file: a.txt\n  base64: true', '(key "k"): base64 goes with value, not with file'],
    ['a file that is not there', 'key: k\n  file: b.txt', 'line 3: entry 2 (key "k"): file "b.txt" is not there'],
    ['a file outside', 'key: k\n  file: ../b', 'line 3: entry 2 (key "k"): file "../b" lies outside the workspace'],
    ['a file that is no text', 'key: k\n  file: [a.txt]', 'line 3: entry 2 (key "k"): file must be text, got a list'],
    [
      'text that is not base64',
      'key: k\n  value: a\n  base64: true',
      'line 3: entry 2 (key "k"): value is not base64: it has 1'
    ],
    ['base64 that is no text', 'key: k\n  value: 12\n  base64: true', '(key "k"): value must be text, got a number'],
    ['base64 in words', 'key: k\n  value: x\n  base64: "true"', '(key "k"): base64 must be true or false, got text'],
    [
      'an unknown property',
      'key: k\n  value: x\n  ttl: 60',
      'line 4: entry 2 (key "k"): "ttl" is not a property of an entry; the closest is'
    ],
    [
      'a property twice',
      'key: k\n  value: x\n  value: y',
      'line 4: entry 2: has the property "value" twice, in line 3 and in line 4'
    ],
    [
      'a property twice in a value',
      'key: k\n  value:\n    a: 1\n    a: 2',
      'line 5: entry 2 (key "k"): value has the property "a" twice'
    ],
    [
      'metadata that is too long',
      `key: k\n  value: x\n  metadata: ${'a'.repeat(1023)}`,
      '(key "k"): metadata is 1,025 bytes as JSON'
    ],
    [
      'an expiration in the past',
      'key: k\n  value: x\n  expiration: 1',
      'line 4: entry 2 (key "k"): expiration is in the past'
    ],
    [
      'an expiration of a wrong kind',
      'key: k\n  value: x\n  expiration: true',
      '(key "k"): expiration must be a number or text, got true'
    ],
    [
      'a TTL under 60',
      'key: k\n  value: x\n  expiration_ttl: 59',
      '(key "k"): expiration_ttl must be at least 60 seconds'
    ],
    [
      'a TTL with a fraction',
      'key: k\n  value: x\n  expiration_ttl: 60.0',
      '(key "k"): expiration_ttl must be a whole number'
    ],
    ['a number that JSON has not', 'key: k\n  value: 0x1F', '(key "k"): value is written as a hexadecimal number'],
    [
      'a TTL that JSON has not',
      'key: k\n  value: x\n  expiration_ttl: 0x1F',
      '(key "k"): expiration_ttl is written as a hexa'
    ],
    ['half of a surrogate pair', 'key: k\n  value: "\\ud800"', '(key "k"): value is not valid Unicode'],
    ['an item that is text', 'x', 'entries line 2: entry 2: must be a map with key, and value or file; got text'],
    ['an item that is a list', '[x]', 'entry 2: must be a map with key, and value or file; got a list'],
    ['an item that is refused', '!!binary aGk=', 'entry 2: has the tag']
  ]

  test.each(cases)('%s, with its line and its name', async (_what, entry, message) => {
    const { messages, errors } = await inline(`- { key: ok, value: x }\n- ${entry}\n`)
    expect(messages).toEqual([expect.stringContaining(message)])
    expect(errors[0]?.location).toBeUndefined()
  })

  test.each(cases)('%s, with its place in the file and its key', async (_what, entry, message) => {
    const { errors, entries } = await fromFile('list.yaml', `- { key: ok, value: x }\n- ${entry}\n`, SHAPED)
    const line = Number(/line (\d+)/.exec(errors[0]?.message ?? '')?.[1])
    expect(errors[0]?.location).toEqual({ file: 'list.yaml', line })
    const isKnown = message.includes('(key "k")')
    if (isKnown) expect(errors[0]?.key).toBe('v2/k')
    expect(entries.map(({ key }) => key)).toEqual(isKnown ? ['v2/ok', 'v2/k'] : ['v2/ok'])
  })
})

test('every problem of every entry is told', async () => {
  const { messages } = await inline('- { kye: a, value: x, metadata: { a: 1, a: 2 } }\n- { key: b, expiration: 1 }')
  expect(
    messages.map((message) =>
      message
        .replace(/^entries line \d: /, '')
        .split(' ')
        .slice(0, 5)
        .join(' ')
    )
  ).toEqual([
    'entry 1: key is missing:',
    'entry 1: "kye" is not',
    'entry 1: metadata has the',
    'entry 2 (key "b"): value',
    'entry 2 (key "b"): expiration'
  ])
})
