import { expect, test } from '@jest/globals'
import { findMisspelledKeywords } from '../../../src/plan/validate/misspelled.ts'

function found(schema: unknown): string[] {
  const text = JSON.stringify(schema, null, 2)
  return findMisspelledKeywords(text).map(({ name, meant, place }) => `${name} → ${meant} at line ${place.line}`)
}

test.each([
  [{ minLenght: 1 }, 'minLenght → minLength at line 2'],
  [{ propertys: {} }, 'propertys → properties at line 2'],
  [{ require: [] }, 'require → required at line 2'],
  [{ Type: 'text' }, 'Type → type at line 2'],
  [{ properties: { a: { maxium: 1 } } }, 'maxium → maximum at line 4'],
  [{ anyOf: [true, { patern: 'a' }] }, 'patern → pattern at line 5'],
  [{ $defs: { properties: { item: {} } } }, 'item → items at line 4'],
  [{ items: { not: { unevaluatedproperty: false } } }, 'unevaluatedproperty → unevaluatedProperties at line 4']
])('a misspelled keyword is found in %j', (schema, keyword) => {
  expect(found(schema)).toEqual([keyword])
})

test.each([
  ['keywords', { type: 'object', properties: {}, $defs: {}, title: 'a', example: 1, nullable: true }],
  ['keywords of the user', { 'x-owner': 'payments', note: 'a', owner: 'b', id: 1, version: 2 }],
  ['names of properties', { properties: { minLenght: {}, require: {}, typo: {} } }],
  ['names of definitions', { $defs: { patern: {} }, patternProperties: { tpye: {} } }],
  ['data', { const: { minLenght: 1 }, enum: [{ require: 1 }], default: { patern: 1 }, 'x-data': { tpye: 1 } }],
  ['a schema that is true', true]
])('nothing is found in %s', (_what, schema) => {
  expect(found(schema)).toEqual([])
})
