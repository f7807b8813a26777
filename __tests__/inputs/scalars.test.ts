import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseBoolean, parseChoice, parseInteger } from '../../src/inputs/scalars.ts'
import { quoted } from '../../src/shared/text.ts'
import { anyText, MANY, valueOrMessage } from '../support/fuzz.ts'

describe('a whole number', () => {
  test.each([
    ['1', 1],
    ['32', 32],
    ['007', 7]
  ])('may be %s', (text, value) => {
    expect(parseInteger(text, 1, 32)).toBe(value)
  })

  test.each(['0', '33', '-1', '+1', '1.0', '1e1', '0x1', ' 1', '1 ', '1\n', '', '٣', '1,0'])(
    'may not be %j',
    (text) => {
      expect(() => parseInteger(text, 1, 32)).toThrow(`must be a whole number from 1 to 32, got ${quoted(text)}`)
    }
  )

  test('is within its limits or an error that names them, for any text', async () => {
    const property = fc.asyncProperty(anyText('0', '1', '9', '-', '+', '.', 'e', ' ', '\n', 'x'), async (text) => {
      const result = await valueOrMessage(() => parseInteger(text, 1, 86_400))
      if ('message' in result) {
        expect(result.message).toBe(`must be a whole number from 1 to 86,400, got ${quoted(text)}`)
      } else expect(String(result.value)).toBe(text.replace(/^0+/, ''))
    })
    await fc.assert(property, MANY)
  })
})

describe('a boolean', () => {
  test.each(['yes', 'no', '1', '', 'tRUE', 'true ', ' true', 'untrue', 'truefalse', 'falsey', 'xfalse', 'true\n'])(
    'may not be %j',
    (text) => {
      expect(() => parseBoolean(text)).toThrow(`must be true or false, got ${quoted(text)}`)
    }
  )

  test('has one of six spellings or is an error, for any text', async () => {
    const spellings: Readonly<Record<string, boolean>> = {
      true: true,
      True: true,
      TRUE: true,
      false: false,
      False: false,
      FALSE: false
    }
    const property = fc.asyncProperty(anyText(...Object.keys(spellings), 't', ' ', '\n'), async (text) => {
      const result = await valueOrMessage(() => parseBoolean(text))
      if (Object.hasOwn(spellings, text)) expect(result).toEqual({ value: spellings[text] })
      else expect(result).toEqual({ message: `must be true or false, got ${quoted(text)}` })
    })
    await fc.assert(property, MANY)
  })
})

test('a choice is one of its words or an error that names all words, for any text', async () => {
  const words = ['error', 'warn', 'ignore']
  const property = fc.asyncProperty(anyText(...words, ' ', 'E'), async (text) => {
    const result = await valueOrMessage(() => parseChoice(text, words))
    if (words.includes(text)) expect(result).toEqual({ value: text })
    else expect(result).toEqual({ message: `must be one of error, warn, ignore; got ${quoted(text)}` })
  })
  await fc.assert(property, MANY)
})
