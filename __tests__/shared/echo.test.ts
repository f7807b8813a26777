import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hideValuesIn, textPieces } from '../../src/shared/echo.ts'
import { textsIn } from '../../src/shared/json-texts.ts'
import { makeFolder } from '../support/folders.ts'
import { times } from '../support/fuzz.ts'

test('values of at least 8 characters are hidden, with or without the white space around them', async () => {
  const values = ['secret-value\n', '8 letter', '7 chars']
  expect(await hideValuesIn({ a: ['x secret-value y', '8 letter 7 chars'] }, values)).toEqual({
    a: ['x *** y', '*** 7 chars']
  })
})

test('values are hidden in their JSON form, and completely if one value begins with another', async () => {
  const values = ['a "quoted"\nvalue', 'a-long-value', 'a-long-value-and-more']
  const text = `got ${JSON.stringify(values[0])}, ${values[2]}`
  expect(await hideValuesIn([text], values)).toEqual(['got "***", ***'])
})

const LONG = 'The quick brown fox jumps over the lazy dog.'

test.each([
  ['at its end', `bad: ${LONG.slice(0, 20)}…`, 'bad: ***…'],
  ['at its beginning', `bad: …${LONG.slice(-16)}`, 'bad: …***'],
  ['on both sides', `bad: …${LONG.slice(9, 30)}…`, 'bad: …***…'],
  ['in its middle', `${LONG.slice(0, 18)}[…]${LONG.slice(-18)}`, '***[…]***'],
  ['but not if fewer than 16 characters are left', `bad: ${LONG.slice(0, 15)}`, `bad: ${LONG.slice(0, 15)}`]
])('a value that is cut off is hidden: %s', async (_where, text, shown) => {
  expect(await hideValuesIn([text], [LONG])).toEqual([shown])
})

test('values are hidden in the names of properties', async () => {
  expect(await hideValuesIn([{ [LONG]: 1 }], [LONG])).toEqual([{ '***': 1 }])
})

test('a value of 3 MB in a file is searched to its end', async () => {
  const folder = makeFolder({ large: `${'0123456789'.repeat(300_000)}the end of the value` })
  const value = { path: join(folder, 'large'), size: 3_000_020 }
  expect(await hideValuesIn(['it is 9the end of the value'], textPieces(value))).toEqual(['it is ***'])
})

test('a value that is split between two pieces of a file is hidden', async () => {
  const secret = 'a-secret-of-26-characters!'
  const text = `${'x'.repeat(65_536 - 13)}${secret}${'y'.repeat(100)}`
  const folder = makeFolder({ file: text })
  const pieces = textPieces({ path: join(folder, 'file'), size: text.length })
  expect(await hideValuesIn([`got ${secret}`], pieces)).toEqual(['got ***'])
})

test('no text is shown when the values cannot be read', async () => {
  const gone = textPieces({ path: '/gone', size: 1 })
  expect(await hideValuesIn([{ code: 7, message: 'not found' }], gone)).toEqual([{ '***': '***' }])
  // Texts that are too short to show a value are not searched.
  expect(await hideValuesIn(['short'], gone)).toEqual(['short'])
})

test('parts of 1,000 values are found in one pass over 1 MB', async () => {
  const values = Array.from({ length: 1000 }, (_, index) => `${index}:`.padEnd(1000, `${index} is some text. `))
  const begin = performance.now()
  const hidden = await hideValuesIn(
    values.slice(0, 20).map((value) => value.slice(0, 900)),
    values
  )
  expect(new Set(textsIn(hidden))).toEqual(new Set(['***']))
  expect(performance.now() - begin).toBeLessThan(5000)
})

describe('with any values', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\n', 'é', '🙂', ' '), maxLength: 40 })

  test('a text shares no 16 characters with a value, and is unchanged if it shared none before', async () => {
    const property = fc.asyncProperty(fc.array(word), fc.array(word), async (texts, values) => {
      const hidden = textsIn(await hideValuesIn(texts, values))
      expect(hidden).toHaveLength(texts.length)
      for (const [index, text] of texts.entries()) {
        const parts = Array.from({ length: Math.max(0, text.length - 15) }, (_, at) => text.slice(at, at + 16))
        const isShared = parts.some((part) => values.some((value) => value.includes(part)))
        expect(isShared && hidden[index] === text).toBe(false)
        const isRepeated = isShared || values.some((value) => value.trim().length >= 8 && text.includes(value.trim()))
        const isJson = values.some((value) => /["\n]/.test(value))
        if (!isRepeated && !isJson) expect(hidden[index]).toBe(text)
      }
    })
    await fc.assert(property, times(300))
  })
})
