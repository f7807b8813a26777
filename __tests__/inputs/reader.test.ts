import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputReader } from '../../src/inputs/reader.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { quoted } from '../../src/shared/text.ts'
import { useEnvironment } from '../support/environment.ts'
import { anyText, times } from '../support/fuzz.ts'

const environment = useEnvironment()
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false
}

/** Reads an input, and returns its value and the errors about it. */
function read<T>(name: string, text: string, get: (reader: InputReader) => T): [value: T, errors: string[]] {
  environment.set({ [`INPUT_${name.toUpperCase()}`]: text })
  const diagnostics = new Diagnostics()
  const value = get(new InputReader(diagnostics))
  return [value, diagnostics.errors.map(({ message }) => message)]
}

const readNumber = (text: string): [number, string[]] =>
  read('concurrency', text, (reader) => reader.integer('concurrency', 1, 32))
const readBoolean = (text: string): [boolean, string[]] => read('summary', text, (reader) => reader.boolean('summary'))
const readChoice = (text: string): [string, string[]] =>
  read('if-no-files-found', text, (reader) => reader.choice('if-no-files-found', ['error', 'warn', 'ignore']))

describe('a whole number', () => {
  test.each([
    ['1', 1],
    ['32', 32],
    ['007', 7],
    ['4.0', 4],
    [' 4.000\n', 4],
    ['', 4]
  ])('may be %j', (text, value) => {
    expect(readNumber(text)).toEqual([value, []])
  })

  test.each(['0', '33', '-1', '+1', '1.5', '1.', '.0', '1e1', '0x1', '٣', '1,0', 'four'])(
    'may not be %j, and is its default then',
    (text) => {
      expect(readNumber(text)).toEqual([4, [`concurrency must be a whole number from 1 to 32, got ${quoted(text)}`]])
    }
  )
})

describe('a boolean', () => {
  test.each([...Object.entries(BOOLEANS), ['', true] as const])('may be %j', (text, value) => {
    expect(readBoolean(text)).toEqual([value, []])
  })

  test.each(['yes', 'no', '1', 'tRUE', 'untrue', 'truefalse', 'falsey'])(
    'may not be %j, and is its default then',
    (text) => {
      expect(readBoolean(text)).toEqual([true, [`summary must be true or false, got ${quoted(text)}`]])
    }
  )
})

test('a choice is one of its words, or its default', () => {
  expect(readChoice(' warn ')).toEqual(['warn', []])
  expect(readChoice('')).toEqual(['error', []])
  expect(readChoice('fail')).toEqual(['error', ['if-no-files-found must be one of error, warn, ignore; got "fail"']])
})

test('any text is a value that it may have, or its default with one error on one line', () => {
  const text = anyText(...Object.keys(BOOLEANS), '0', '1', '.', '-', 'e', 'warn', ' ', '\n').filter(
    (given) => !given.includes('\0')
  )
  const property = fc.property(text, (given) => {
    const trimmed = given.trim()
    const isNumber = /^\d+(\.0+)?$/.test(trimmed) && Number(trimmed) >= 1 && Number(trimmed) <= 32
    const isKnown = [isNumber, Object.hasOwn(BOOLEANS, trimmed), ['error', 'warn', 'ignore'].includes(trimmed)]
    const results = [readNumber(given), readBoolean(given), readChoice(given)]
    results.forEach(([value, errors], index) => {
      const isValid = isKnown[index] === true || trimmed === ''
      expect(errors).toHaveLength(isValid ? 0 : 1)
      expect(errors.join()).not.toMatch(/[\n\r]/)
      if (!isValid) expect(value).toBe([4, true, 'error'][index])
    })
  })
  fc.assert(property, times(300))
})
