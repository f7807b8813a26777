import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findJsonError } from '../../../src/entries/json-error.ts'
import { findPlaces } from '../../../src/plan/validate/places.ts'
import { pointerTo } from '../../../src/plan/validate/pointer.ts'
import { times } from '../../support/fuzz.ts'

test('the position of an error is found in any text that is not JSON, and no error is found in JSON', () => {
  const mistakes = fc.oneof(
    fc.constantFrom(
      ...`" { } [ ] , : - . e / '`.split(' '),
      '01',
      'NaN',
      '\0',
      '\u00a0',
      '\ufeff',
      '//',
      '\\u12',
      '1.',
      '+1',
      'tru'
    ),
    fc.string()
  )
  fc.assert(
    fc.property(fc.json(), fc.nat(), mistakes, (json, at, mistake) => {
      const position = at % (json.length + 1)
      const text = json.slice(0, position) + mistake + json.slice(position)
      expect(findJsonError(text) === undefined).toBe(isJson(text))
    }),
    times(1000)
  )
})

test('every place of a value is found by its pointer', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const lines = text.split('\n')
      const pointers = [...pointersOf(value)]
      const places = findPlaces(
        text,
        pointers.map(([pointer]) => pointer)
      )
      for (const [pointer, part] of pointers) {
        const { line = 0, column = 0 } = places.get(pointer) ?? {}
        const found = lines[line - 1]?.slice(column - 1)
        const begin = JSON.stringify(part, null, indent).split('\n')[0] ?? ''
        expect([pointer, found?.startsWith(begin)]).toEqual([pointer, true])
      }
    }),
    times(1000)
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function* pointersOf(value: unknown, pointer = ''): Generator<[string, unknown]> {
  yield [pointer, value]
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) yield* pointersOf(part, pointerTo(pointer, name))
}
