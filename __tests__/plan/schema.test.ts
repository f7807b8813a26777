import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import { loadSchema } from '../../src/plan/schema.ts'
import { type Diagnostic, Diagnostics } from '../../src/shared/diagnostics.ts'
import { makeFolder } from '../support/folders.ts'
import { match } from '../support/validation.ts'

const URI_07 = 'http://json-schema.org/draft-07/schema#'
const URI_2019 = 'https://json-schema.org/draft/2019-09/schema'
const URI_2020 = 'https://json-schema.org/draft/2020-12/schema'

async function errorsOf(schema: unknown, files: Record<string, string> = {}): Promise<readonly Diagnostic[]> {
  const root = makeFolder({ 'schemas/a.json': JSON.stringify(schema, null, 1), ...files })
  const diagnostics = new Diagnostics()
  await loadSchema('schemas/a.json', new Workspace(root), diagnostics)
  return diagnostics.errors
}

/** `not` in `not` in `not`. */
function nested(levels: number): unknown {
  return levels === 0 ? {} : { not: nested(levels - 1) }
}

describe('a message has the place, the words of the validator, and what would be right', () => {
  test.each<[unknown, unknown, readonly string[]]>([
    [{ properties: { a: { maximum: 1 } } }, { a: 2 }, ['/a must be <= 1']],
    [{ type: ['string', 'null'] }, 1, ['must be string,null']],
    [{ items: { properties: { 'b/~': false } } }, [{ 'b/~': 1 }], ['/0/b~1~0 boolean schema is false']],
    [
      { properties: { rollout: {} }, additionalProperties: false },
      { rolout: 1, other: 1 },
      ['/rolout is not allowed; did you mean "rollout"?', '/other is not allowed']
    ],
    [
      { unevaluatedProperties: false, properties: { on: {} } },
      { no: 1, onn: 1 },
      ['/no is not allowed; did you mean "on"?', '/onn is not allowed; did you mean "on"?']
    ],
    [
      { items: { enum: ['blue', 1, null] } },
      ['bleu', 5],
      [
        '/0 must be equal to one of the allowed values: "blue", 1, null; did you mean "blue"?',
        '/1 must be equal to one of the allowed values: "blue", 1, null'
      ]
    ],
    [{ const: { a: 'a\u202eb' } }, 1, ['must be equal to constant: {"a":"a\\u202eb"}']],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, ['/ab has a name that must NOT have more than 1 characters']],
    [
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      1,
      ['must be string', 'must be null', 'must match a schema in anyOf']
    ]
  ])('%j', async (schema, value, expected) => {
    expect((await match(schema, value)).errors).toEqual(expected)
  })

  test('on one line, shortened if it is long', async () => {
    const { errors: lines } = await match({ required: ['a\n::b'], pattern: 'x'.repeat(500) }, {})
    expect(lines).toEqual(["must have required property 'a\\n::b'"])
    expect((await match({ pattern: 'x'.repeat(500) }, '')).errors[0]?.length).toBeLessThan(310)
    const { errors } = await match({ enum: ['x'.repeat(500)], additionalProperties: false }, { ['y'.repeat(500)]: 1 })
    expect(errors.map(({ length }) => length < 300)).toEqual([true, true])
  })

  test('of the first 10 problems of a value, and of the first of a large value', async () => {
    const { errors } = await match({ items: { type: 'string' } }, Array(12).fill(1))
    expect(errors.slice(9)).toEqual(['/9 must be string', 'and 2 more problems'])
    expect((await match({ items: { type: 'string' } }, Array(300_000).fill(1))).errors).toEqual(['/0 must be string'])
  })

  test('and quotes nothing of a value except property names', async () => {
    const secret = 'sesame-7777'
    const schemas = [
      ...[{ type: 'number' }, { enum: ['a', 'sesame'] }, { const: 1 }, { pattern: '^x$' }, { format: 'date' }],
      ...[{ maxLength: 1 }, { not: { type: 'string' } }, { anyOf: [{ type: 'number' }, { enum: ['b'] }] }],
      ...[{ oneOf: [{ type: 'string' }, { minLength: 1 }] }, { if: { type: 'string' }, then: { maxLength: 1 } }]
    ]
    const found = await match({ prefixItems: schemas, uniqueItems: true }, Array(schemas.length).fill(secret))
    const others = await match(
      { properties: { a: { minimum: 10, multipleOf: 1000 }, b: { contains: { const: 1 } }, c: { enum: [{ d: 1 }] } } },
      { a: -7777, b: [secret], c: { toString: secret, valueOf: secret } }
    )
    expect(found.errors).toHaveLength(11)
    expect(others.errors).toHaveLength(1)
    expect([...found.errors, ...others.errors].join('\n').replaceAll('"sesame"', '')).not.toMatch(/sesame|7777/)
  })
})

describe('the draft is the one of $schema', () => {
  // The drafts differ in lists of schemas for items.
  test.each([
    ['draft-07', { $schema: URI_07, items: [{ type: 'string' }] }],
    ['draft-07 with https', { $schema: 'https://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }],
    ['2019-09', { $schema: URI_2019, items: [{ type: 'string' }] }],
    ['2020-12', { $schema: URI_2020, prefixItems: [{ type: 'string' }] }]
  ])('%s', async (_what, schema) => {
    expect(await match(schema, [1])).toEqual({ errors: ['/0 must be string'], warnings: [] })
    expect(await match(schema, ['a'])).toEqual({ errors: [], warnings: [] })
  })

  test('also of a file that it refers to, which has none or the same', async () => {
    const schema = { $schema: URI_07, $ref: 'b.json' }
    const refer = async ($schema?: string): Promise<unknown> =>
      match(schema, [1], { 'b.json': JSON.stringify({ $schema, items: [{ type: 'string' }] }) })
    expect(await refer()).toMatchObject({ errors: ['/0 must be string'] })
    expect(await refer(URI_07)).toMatchObject({ errors: ['/0 must be string'] })
    expect(await refer(URI_2020)).toMatchObject({
      errors: ['schema "b.json" is of draft 2020-12, and the schema that refers to it of 07: use one']
    })
  })
})

describe('as the standard says', () => {
  test.each<[string, unknown, unknown, readonly string[]]>([
    [
      'properties that every JavaScript object has do not count',
      { required: ['toString'] },
      {},
      ["property 'toString'"]
    ],
    ['19.99 is a multiple of 0.01, and 0.015 is not', { items: { multipleOf: 0.01 } }, [19.99, 0.015], ['/1 must be']],
    ['characters are code points', { maxLength: 1 }, '😀', []],
    ['formats are checked', { format: 'date' }, '2026-02-30', ['must match format "date"']],
    ['a $ref may have a space', { $ref: '#/$defs/a b', $defs: { 'a b': { type: 'string' } } }, 1, ['must be string']],
    [
      'a $ref may name an anchor',
      { $ref: '#a', $defs: { b: { $anchor: 'a', type: 'string' } } },
      1,
      ['must be string']
    ],
    ['a schema may refer to the meta-schema', { $ref: URI_2020 }, { minimum: 'x' }, ['/minimum must be number']],
    ['a schema may refer to itself', { items: { $ref: '#' }, type: 'array' }, [[1]], ['/0/0 must be array']]
  ])('%s', async (_what, schema, value, expected) => {
    const { errors, warnings } = await match(schema, value)
    expect(errors).toEqual(expected.map((part) => expect.stringContaining(part)))
    expect(warnings).toEqual([])
  })

  test('a pattern may have escapes that are wrong in Unicode mode', async () => {
    const { errors } = await match({ items: { pattern: '^[\\w\\-]+$' }, minItems: 1 }, ['a-b', 'a b'])
    expect(errors).toEqual(['/1 must match pattern "^[\\w\\-]+$"'])
    expect((await match({ patternProperties: { '^x\\-': false } }, { 'x-a': 1, 'y-a': 1 })).errors).toHaveLength(1)
    expect((await match({ pattern: '^\\p{Lu}$' }, 'É')).errors).toEqual([])
    expect((await match({ not: { pattern: '\\p{Foo}' } }, 'a')).errors).toEqual([
      expect.stringContaining('cannot be used: Invalid regular expression: /\\p{Foo}/u')
    ])
  })
})

test('unknown keywords and formats are named in warnings', async () => {
  const schema = { 'x-note': 1, properties: { a: { minLenght: 1, format: 'colour' }, b: { minLenght: 2 } } }
  expect(await match(schema, { a: 'x' })).toEqual({
    errors: [],
    warnings: [
      'unknown keyword: "x-note"',
      'unknown keyword: "minLenght"',
      'format "colour" is unknown and not checked'
    ].map((warning) => `schema "schema.json": ${warning}`)
  })
})

describe('a schema that cannot be used is an error that names it', () => {
  test.each<[string, unknown, string]>([
    ['a draft that is not supported', { $schema: 'http://json-schema.org/draft-04/schema#' }, 'has the $schema "http'],
    ['an $id that is not text', { $id: 5 }, 'is not a valid schema of draft 2020-12: /$id must be string'],
    ['a type that does not exist', { type: 'strnig' }, ' /type must be equal to one of the allowed values: "array"'],
    ['a wrong pattern', { properties: { a: { pattern: '(' } } }, 'cannot be used: Invalid regular expression: /(/'],
    ['a $ref to nothing', { $ref: '#/$defs/a' }, 'the $ref schemas/a.json#/$defs/a cannot be resolved'],
    ['a $ref that is not a path', { $ref: 'file://host/a.json' }, 'a $ref leads to "file://host/a.json", and nothing'],
    [
      'a $ref to a network',
      { items: { $ref: 'https://example.com/a.json' } },
      'leads to "https://example.com/a.json", and'
    ],
    ['a circular $ref', { $ref: '#' }, 'it is nested too deeply, or its $refs form a cycle'],
    ['700 levels', nested(700), 'it is nested too deeply, or'],
    ['a $ref to a number', { $ref: '#/x-y', 'x-y': 5 }, 'a $ref leads to something that is not a schema'],
    ['a keyword that only the validator has', { $async: true }, '"$async" is not a keyword of JSON Schema'],
    ['a keyword of a former draft', { id: 'a' }, 'cannot be used: NOT SUPPORTED: keyword "id"'],
    ['a name for two places', { $defs: { a: { $id: 'a' }, b: { $id: 'a', type: 'null' } } }, 'more than one schema']
  ])('%s', async (_what, schema, message) => {
    expect(await errorsOf(schema)).toEqual([
      { message: expect.stringContaining(message), location: { file: 'schemas/a.json' } }
    ])
  })

  test.each<[string, string, string, unknown]>([
    ['does not exist', 'c.json', '{}', 'schema "schemas/b.json" was not found'],
    ['is no schema', 'b.json', '5', 'schema "schemas/b.json" must hold a JSON Schema'],
    [
      'is a wrong schema',
      'b.json',
      '{"type": 1}',
      'schema "schemas/b.json" is not a valid schema of draft 2020-12: /type'
    ],
    [
      'is not JSON',
      'b.json',
      "{'a': 1}",
      'schema "schemas/b.json" is not valid JSON: invalid symbol (use double quotes) at line 1, column 2'
    ]
  ])('that refers to a file which %s', async (_what, name, text, message) => {
    const [error, ...others] = await errorsOf({ $id: 'urn:a', $ref: 'b.json' }, { [`schemas/${name}`]: text })
    expect(error?.message).toContain(message)
    expect(error?.location?.file).toBe('schemas/b.json')
    expect(others).toEqual([])
  })
})

describe('$ref leads to files of the workspace, relative to the file that has it', () => {
  const types = JSON.stringify({ $id: 'https://example.com/types', $defs: { percent: { maximum: 100 } } })

  test.each([
    ['by a relative path', { $ref: 'common/types.json#/$defs/percent' }],
    ['by a path with a space', { $ref: 'my%20types.json#/$defs/percent' }],
    ['by two names of one file', { allOf: [{ $ref: 'x/../my%20types.json' }, { $ref: 'common/other.json' }] }],
    ['also if it has an $id', { $id: 'https://example.com/a.json', $ref: 'common/types.json#/$defs/percent' }],
    ['through another file', { $ref: 'common/other.json' }]
  ])('%s', async (_what, schema) => {
    const other = JSON.stringify({ $ref: '../my%20types.json#/$defs/percent' })
    const own = JSON.stringify({ $defs: { percent: { maximum: 100 } } })
    const files = { 'common/types.json': types, 'common/other.json': other, 'my types.json': own }
    expect((await match(schema, 101, files)).errors).toEqual(['must be <= 100'])
  })

  test('but not out of it, and not through a symlink to RUNNER_TEMP', async () => {
    const temp = makeFolder({ 'types.json': '{}' })
    for (const $ref of ['../../../../../../etc/hostname', 'link.json', `${temp}/types.json`]) {
      const root = makeFolder({ 'a.json': JSON.stringify({ $ref }) })
      symlinkSync(join(temp, 'types.json'), join(root, 'link.json'))
      const diagnostics = new Diagnostics()
      expect(await loadSchema('a.json', new Workspace(root, temp), diagnostics)).toBeUndefined()
      expect(diagnostics.errors).toEqual([
        { message: expect.stringMatching(/outside|RUNNER_TEMP/), location: expect.anything() }
      ])
    }
  })

  test('or of RUNNER_TEMP, for a schema that lies there', async () => {
    const temp = makeFolder({ 'a.json': JSON.stringify({ $ref: 'b.json' }), 'b.json': '{}' })
    const diagnostics = new Diagnostics()
    const schema = await loadSchema(join(temp, 'a.json'), new Workspace(makeFolder(), temp), diagnostics)
    expect([schema?.validate(1, 1), diagnostics.errors]).toEqual([[], []])
  })
})

test.each<[string, unknown, unknown]>([
  ['a property named as a method, with enum', { enum: [{ a: 1 }] }, { toString: 1 }],
  ['the same with uniqueItems', { uniqueItems: true }, [{ valueOf: 1 }, { valueOf: 2 }]]
])('a value that the validator cannot handle is a problem of its key: %s', async (_what, schema, value) => {
  expect((await match(schema, value)).errors).toEqual([
    expect.stringMatching(/^the validator cannot handle this value/)
  ])
})

test('a value that is nested too deeply for the schema is an error', async () => {
  const files = { 'value.json': '['.repeat(50_000) + ']'.repeat(50_000) }
  expect((await match({ items: { $ref: '#' } }, 1, files)).errors).toEqual([
    'the value is nested too deeply for the schema'
  ])
})
