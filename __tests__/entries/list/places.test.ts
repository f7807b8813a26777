import { describe, expect, test } from '@jest/globals'
import { inline } from '../../support/lists.ts'

describe('an entry', () => {
  test('is reported with the line of its key', async () => {
    const { entries } = await inline('- value: x\n  key: a\n- key: b\n  value: x')
    expect(entries.map(({ source }) => source)).toEqual(['entries line 2', 'entries line 3'])
  })

  test.each([
    ['b: 1\na: 0x1F', 'entries line 2: key "a": value is written as a hexadecimal number'],
    ['- key: 0x1F\n  value: x', 'entries line 1: entry 1: key is written as a hexadecimal number'],
    [
      '- key: a\n  value: x\n  base64: 0x1',
      'entries line 3: entry 1 (key "a"): base64 is written as a hexadecimal number'
    ],
    ['- key: a\n  valeu: x', 'entries line 2: entry 1 (key "a"): unknown property "valeu"; did you mean "value"?']
  ])('of %j is named by its key or its number', async (text, message) => {
    const { messages } = await inline(text)
    expect(messages[0]?.slice(0, message.length)).toBe(message)
  })
})
