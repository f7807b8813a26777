import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Workspace } from '../../../src/entries/workspace.ts'
import { loadSchema } from '../../../src/plan/validate/load-schema.ts'
import { Schema } from '../../../src/plan/validate/schema.ts'
import { Interrupted, TimeLimitReached, withTimeLimit } from '../../../src/plan/validate/time-limit.ts'
import { Diagnostics } from '../../../src/shared/diagnostics.ts'
import { makeFolder } from '../../support/folders.ts'
import { match } from '../../support/validation.ts'

const URI_07 = 'http://json-schema.org/draft-07/schema#'
const URI_2019 = 'https://json-schema.org/draft/2019-09/schema'
const URI_2020 = 'https://json-schema.org/draft/2020-12/schema'

async function load(schema: unknown, files: Record<string, string> = {}): Promise<Diagnostics> {
  const root = makeFolder({ 'schemas/a.json': JSON.stringify(schema, null, 1), ...files })
  const diagnostics = new Diagnostics()
  await loadSchema('schemas/a.json', new Workspace(root), diagnostics)
  return diagnostics
}

describe('the message for a keyword says what is allowed', () => {
  const cases: readonly (readonly [unknown, unknown, string])[] = [
    [{ type: ['string', 'null'] }, 1, ' must be of type string or null'],
    [{ enum: ['on', 1, null] }, 'x', ' must be one of "on", 1, null'],
    [{ const: { a: 1 } }, 1, ' must be {"a":1}'],
    [{ exclusiveMinimum: 1 }, 1, ' must be more than 1'],
    [{ exclusiveMaximum: 1 }, 1, ' must be less than 1'],
    [{ minimum: 2 }, 1, ' must be at least 2'],
    [{ multipleOf: 0.01 }, 0.015, ' must be a multiple of 0.01'],
    [{ minLength: 2 }, '', ' must have at least 2 characters'],
    [{ maxLength: 1 }, 'ab', ' must have at most 1 character'],
    [{ minItems: 1 }, [], ' must have at least 1 item'],
    [{ maxItems: 0 }, [1], ' must have at most 0 items'],
    [{ minProperties: 1 }, {}, ' must have at least 1 property'],
    [{ maxProperties: 0 }, { a: 1 }, ' must have at most 0 properties'],
    [{ pattern: '^a$' }, 'b', ' must match the pattern "^a$"'],
    [{ format: 'date' }, '2026-02-30', ' must have the format "date"'],
    [{ uniqueItems: true }, [1, 1], ' must not have equal items, as those with index 0 and 1'],
    [{ required: ['a'] }, {}, ' must have the property "a"'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, ' must have the property "b", because it has "a"'],
    [
      { properties: { name: {} }, additionalProperties: false },
      { nmae: 1 },
      '/nmae is a property that the schema does not allow; the closest that it has is "name"'
    ],
    [{ unevaluatedProperties: false }, { a: 1 }, '/a is a property that the schema does not allow'],
    [{ prefixItems: [{}], items: false }, [1, 2], ' must have at most 1 item'],
    [{ unevaluatedItems: false }, [1], ' has items that the schema does not allow'],
    [{ contains: { const: 1 } }, [2], ' must have at least 1 item that match "contains"'],
    [{ contains: { const: 1 }, maxContains: 2 }, [], ' must have 1 to 2 items that match "contains"'],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, '/ab has a name that must have at most 1 character'],
    [{ propertyNames: false }, { ab: 1 }, '/ab has a name that is not allowed by the schema'],
    [{ not: {} }, 1, ' must not match the schema at "#/not"'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, ' must be of type string, or must be of type null'],
    [
      { anyOf: [{ $ref: '#/$defs/a' }] },
      1,
      ' must be of type string; must match at least one of the schemas of "anyOf"'
    ],
    [
      { oneOf: [{}, true] },
      1,
      ' must match exactly one of the schemas of "oneOf", and matches those with index 0 and 1'
    ],
    [
      { oneOf: [{ type: 'string' }] },
      1,
      ' must be of type string; must match exactly one of the schemas of "oneOf", and matches none'
    ],
    [{ if: {}, then: { minimum: 2 } }, 1, ' must be at least 2'],
    [{ if: {}, then: false }, 1, ' is not allowed by the schema'],
    [{ properties: { a: false } }, { a: 1 }, '/a is not allowed by the schema'],
    [false, 1, ' is not allowed by the schema']
  ]
  const cases07: typeof cases = [
    [{ dependencies: { a: ['b'] } }, { a: 1 }, ' must have the property "b", because it has "a"'],
    [{ items: [{}], additionalItems: false }, [1, 2], ' must have at most 1 item']
  ]

  test.each([
    ['2020-12', URI_2020, cases],
    ['draft-07', URI_07, cases07]
  ])('of %s', async (_draft, $schema, rows) => {
    // All cases are in one schema, because compiling a schema takes longer than validating these values.
    const properties = Object.fromEntries(rows.map(([part], index) => [`p${index}`, part]))
    const schema = JSON.stringify({ $schema, properties, $defs: { a: { type: 'string' } } })
    const loaded = await loadSchema('a', new Workspace(makeFolder({ a: schema })), new Diagnostics())
    const value = Object.fromEntries(rows.map(([, part], index) => [`p${index}`, part]))
    const found = loaded?.validate(value, 1).map(({ pointer, message }) => {
      return `${pointer.replace(/^\/p\d+/, '')} ${message.replace(/#\/properties\/p\d+/, '#')}`
    })
    expect(found).toEqual(rows.map(([, , message]) => message))
  })

  test('shortened if it is long, and on one line', async () => {
    const [long = ''] = await match({ enum: ['x'.repeat(500)] }, 1)
    expect(long.length).toBeLessThan(250)
    expect(await match({ const: 'a\u202eb' }, 1)).toEqual(['it must be "a\\u202eb"'])
  })
})

describe('the draft is the one of $schema', () => {
  // The drafts differ in lists of schemas for items and in unevaluatedProperties.
  test.each([
    ['draft-07', { $schema: URI_07, items: [{ type: 'string' }], unevaluatedProperties: false }],
    ['draft-07 without #', { $schema: 'http://json-schema.org/draft-07/schema', items: [{ type: 'string' }] }],
    ['draft-07 with https', { $schema: 'https://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }],
    ['2019-09', { $schema: URI_2019, items: [{ type: 'string' }] }],
    ['2020-12', { $schema: URI_2020, prefixItems: [{ type: 'string' }] }],
    ['2020-12 without $schema', { prefixItems: [{ type: 'string' }] }]
  ])('%s', async (_what, schema) => {
    expect(await match(schema, [1])).toEqual(['"/0" must be of type string'])
    expect(await match(schema, ['a'])).toEqual([])
  })

  test.each([
    ['http://json-schema.org/draft-04/schema#', '"http://json-schema.org/draft-04/schema#"'],
    [5, 'a value that is not text']
  ])('and another draft is refused: %j', async ($schema, name) => {
    const { errors } = await load({ $schema })
    expect(errors).toMatchObject([
      { message: expect.stringContaining(`schema "schemas/a.json" has ${name} as $schema, which is not supported: `) }
    ])
  })
})

describe('as the standard says', () => {
  test.each([
    ['an unknown keyword is allowed', { 'x-note': 1, requried: ['a'] }, {}, ''],
    ['properties that every JavaScript object has do not count', { required: ['toString'] }, {}, '"toString"'],
    ['19.99 is a multiple of 0.01', { multipleOf: 0.01 }, 19.99, ''],
    ['1e308 is a multiple of 0.5', { type: 'integer', multipleOf: 0.5 }, 1e308, ''],
    ['1e308 is not a multiple of 0.123456789', { multipleOf: 0.123456789 }, 1e308, 'a multiple of'],
    ['0 is a multiple of everything', { multipleOf: 7e-300 }, 0, ''],
    ['a whole number may have a fraction of zeros', { type: 'integer' }, 1.0, ''],
    ['characters are code points', { maxLength: 1 }, '😀', ''],
    ['a $ref may have a space in it', { $ref: '#/$defs/a b', $defs: { 'a b': { type: 'string' } } }, 1, 'type string'],
    ['a schema may refer to the meta-schema', { $ref: URI_2020 }, { type: 'x' }, '"/type" must be one of'],
    [
      'a schema may refer to itself',
      { properties: { a: { $ref: '#' } }, additionalProperties: false },
      { a: { b: 1 } },
      '"/a/b" is'
    ]
  ])('%s', async (_what, schema, value, problem) => {
    expect(await match(schema, value)).toEqual(problem === '' ? [] : [expect.stringContaining(problem)])
  })

  test('a number that is too large for JavaScript is a number', async () => {
    const files = { 'value.json': '1e999' }
    expect(await match({ type: 'number', multipleOf: 3 }, 1, files)).toEqual([])
    expect(await match({ multipleOf: 0.3 }, 1, files)).toEqual(['it must be a multiple of 0.3'])
  })
})

describe('formats', () => {
  test('are checked', async () => {
    const formats = {
      'date-time': ['2026-11-25T12:00:00Z', '2026-11-25 noon'],
      time: ['12:00:00Z', 'noon'],
      duration: ['P1D', '1 day'],
      email: ['a@example.com', 'a@'],
      hostname: ['example.com', '-.com'],
      ipv4: ['127.0.0.1', '127.0.0.256'],
      ipv6: ['::1', ':::1'],
      uri: ['https://example.com/', 'example'],
      uuid: ['0f2ac74b-498b-4802-8cb6-8387c421e279', '0f2ac74b'],
      'json-pointer': ['/a', 'a'],
      regex: ['^a$', '(']
    }
    const properties = Object.fromEntries(Object.keys(formats).map((format) => [format, { items: { format } }]))
    const schema = JSON.stringify({ properties })
    const loaded = await loadSchema('a', new Workspace(makeFolder({ a: schema })), new Diagnostics())
    expect(loaded?.validate(formats, 1)).toEqual(
      Object.keys(formats).map((name) => ({ pointer: `/${name}/1`, message: `must have the format "${name}"` }))
    )
  })

  test('that are unknown are named in a warning', async () => {
    const { warnings, errors } = await load({ format: 'dte-time' })
    expect(errors).toEqual([])
    expect(warnings).toEqual([{ message: 'schema "schemas/a.json" has the format "dte-time", which is not checked' }])
  })
})

test('at most 20 misspelled keywords are named in warnings, which say what was meant', async () => {
  const misspelled = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, { minLenght: index }]))
  const { warnings, errors } = await load({ properties: misspelled })
  expect(errors).toEqual([])
  expect(warnings).toHaveLength(20)
  expect(warnings[0]?.message).toBe(
    'schema "schemas/a.json" (line 4, column 4) has the unknown keyword "minLenght", which checks nothing; did you mean minLength?'
  )
})

describe('an invalid schema is an error that names it', () => {
  test.each([
    [
      'a type that does not exist',
      { type: 'strnig' },
      '(line 2, column 10) is not a valid schema of 2020-12: "/type" must be one of '
    ],
    [
      'a pattern that is not a regular expression',
      { properties: { a: { pattern: '(' } } },
      '(line 4, column 15) cannot be used: Invalid regular expression: /(/u: '
    ],
    ['text', 'text', 'must hold a JSON Schema: an object, or true or false'],
    ['a list', [], 'must hold a JSON Schema: '],
    [
      'a $ref to nothing in the same file',
      { $ref: '#/$defs/a' },
      '(line 2, column 10) has a $ref to "schemas/a.json#/$defs/a", which leads to nothing in that file'
    ],
    [
      'a $ref to a file that does not exist',
      { $ref: 'b.json' },
      '(line 2, column 10) has a $ref to "schemas/b.json": the file '
    ],
    [
      'a $ref out of the workspace',
      { $ref: '../../../../../../etc/hostname' },
      '": the file lies outside the workspace'
    ],
    [
      'a $ref that is not a path',
      { $ref: 'file://host/a.json' },
      'has a $ref to "file://host/a.json", which is not in the workspace'
    ],
    [
      'a $ref with an invalid escape',
      { $id: 'https://example.com/a.json', $ref: 'b%zz.json' },
      'cannot be used: URI contains malformed percent-encoding'
    ],
    [
      'a $ref to a network',
      { allOf: [{ $ref: 'https://example.com/a.json' }] },
      '(line 4, column 12) has a $ref to "https://example.com/a.json", which is not in the workspace. Schemas are never fetched from a network: save'
    ],
    [
      'a $ref to a network, relative to its $id',
      { $id: 'http://127.0.0.1:1/a.json', $ref: 'b.json' },
      'has a $ref to "http://127.0.0.1:1/b.json", which is not in the workspace'
    ],
    ['a circular $ref', { $ref: '#' }, 'cannot be used: it is nested too deeply, or its $refs form a cycle'],
    [
      'a keyword that only the validator has',
      { $async: true },
      'has the keyword "$async", which JSON Schema does not have'
    ],
    ['a keyword of a former draft', { id: 'a' }, 'cannot be used: NOT SUPPORTED: keyword "id"']
  ])('%s', async (_what, schema, message) => {
    const { errors } = await load(schema)
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toMatch(/^schema "schemas\/a\.json" /)
    expect(errors[0]?.message).toContain(message)
    expect(errors[0]?.location?.file).toBe('schemas/a.json')
  })

  test('with all of its problems', async () => {
    const { errors } = await load({ type: 'strnig', minimum: 'x' })
    expect(errors.map(({ location }) => location?.line)).toEqual([2, 3])
  })

  test('when it does not exist', async () => {
    const diagnostics = new Diagnostics()
    await loadSchema('gone.json', new Workspace(makeFolder()), diagnostics)
    expect(diagnostics.errors).toMatchObject([
      { message: expect.stringContaining('schema "gone.json" was not found'), location: { file: 'gone.json' } }
    ])
  })

  test('when a file that it refers to is not valid', async () => {
    const { errors } = await load({ $ref: 'b.json' }, { 'schemas/b.json': '{"type":\n}' })
    expect(errors).toEqual([
      {
        message: 'schema "schemas/b.json" (line 2, column 1) is not valid JSON: value expected',
        location: { file: 'schemas/b.json', line: 2, column: 1 }
      }
    ])
    const {
      errors: [invalid]
    } = await load({ $ref: 'b.json' }, { 'schemas/b.json': '{"type": 1}' })
    expect(invalid?.message).toContain('schema "schemas/b.json" (line 1, column 10) is not a valid schema of 2020-12')
  })
})

describe('$ref leads to files of the workspace', () => {
  const types = JSON.stringify({ $defs: { percent: { maximum: 100 } } })

  test.each([
    ['by a relative path', { $ref: 'common/types.json#/$defs/percent' }],
    ['by a path with a space', { $ref: 'my%20types.json#/$defs/percent' }],
    [
      'relative to the $id of the schema',
      { $id: 'https://example.com/schemas/a.json', $ref: 'common/types.json#/$defs/percent' }
    ],
    [
      'by a URI that is relative to the $id',
      { $id: 'https://example.com/a.json', $ref: 'https://example.com/common/types.json#/$defs/percent' }
    ],
    ['relative to an $id that is a file name', { $id: 'a.json', $ref: 'common/types.json#/$defs/percent' }],
    ['through another file', { $ref: 'common/other.json' }]
  ])('%s', async (_what, schema) => {
    const found = await match(schema, 101, {
      'common/types.json': types,
      'common/other.json': JSON.stringify({ $ref: '../my%20types.json#/$defs/percent' }),
      'my types.json': types
    })
    expect(found).toEqual(['it must be at most 100'])
  })

  test('and through a symlink only if it stays in the workspace', async () => {
    const temp = makeFolder({ 'types.json': '{}' })
    const root = makeFolder({ 'a.json': JSON.stringify({ $ref: 'link.json' }) })
    symlinkSync(join(temp, 'types.json'), join(root, 'link.json'))
    const diagnostics = new Diagnostics()
    await loadSchema('a.json', new Workspace(root, temp), diagnostics)
    expect(diagnostics.errors).toMatchObject([
      { message: expect.stringContaining('": the file is a symlink to RUNNER_TEMP') }
    ])
  })

  test('and, for a schema in RUNNER_TEMP, to files in RUNNER_TEMP', async () => {
    const temp = makeFolder({ 'a.json': JSON.stringify({ $ref: 'b.json' }), 'b.json': '{}' })
    const diagnostics = new Diagnostics()
    const schema = await loadSchema(join(temp, 'a.json'), new Workspace(makeFolder(), temp), diagnostics)
    expect([schema?.validate(1, 1), diagnostics.errors]).toEqual([[], []])
  })
})

describe('an endless validation does not hang the run', () => {
  test('a pattern that backtracks is stopped', async () => {
    const root = makeFolder({ 'a.json': JSON.stringify({ pattern: '^(a+)+$' }) })
    const loaded = await loadSchema('a.json', new Workspace(root), new Diagnostics())
    const compile = () => ((value: unknown) => loaded?.validate(value, 1)) as never
    const schema = new Schema('a.json', compile, 50)
    expect(() => schema.validate(`${'a'.repeat(40)}b`, 1)).toThrow(TimeLimitReached)
  })

  test('SIGINT stops it, and is not lost', () => {
    const received: string[] = []
    const listener = (signal: string): number => received.push(signal)
    process.on('SIGINT', listener)
    let calls = 0
    const forever = (): never => {
      calls += 1
      if (calls === 2) process.kill(process.pid, 'SIGINT')
      for (;;);
    }
    expect(() => withTimeLimit(forever, 10_000, 20)).toThrow(Interrupted)
    process.off('SIGINT', listener)
    expect([calls, received]).toEqual([2, ['SIGINT']])
  })

  test('a loop is stopped, and code within the time limit is not affected', () => {
    const forever = (): never => {
      for (;;);
    }
    expect(() => withTimeLimit(forever, 20)).toThrow('took longer than 0.02 seconds')
    expect(withTimeLimit(() => 5, 1000)).toBe(5)
    expect(() =>
      withTimeLimit(() => {
        throw new TypeError('defect')
      }, 1000)
    ).toThrow(TypeError)
  })

  test('a value that is nested too deeply for the schema is an error', async () => {
    const files = { 'value.json': '['.repeat(50_000) + ']'.repeat(50_000) }
    expect(await match({ items: { $ref: '#' } }, 1, files)).toEqual([
      expect.stringContaining('cannot be checked against schema "schema.json": the value is nested too deeply, or')
    ])
  })
})
