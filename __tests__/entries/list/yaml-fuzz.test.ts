import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { InvalidValue } from '../../../src/shared/diagnostics.ts'
import { type Node, toJson } from '../../../src/entries/list/node.ts'
import { readYaml } from '../../../src/entries/list/yaml.ts'
import { MANY } from '../../support/fuzz.ts'

const piece = fc.constantFrom(
  ...[
    'sesame',
    'b: ',
    '- ',
    '? ',
    ': ',
    '\n',
    '\n  ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '&a ',
    '*a',
    '!!int ',
    '!x ',
    '"',
    "'",
    '|\n',
    '>-\n'
  ],
  ...[
    '0x1',
    '.5',
    '~',
    '<<: ',
    '# c',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '\\',
    '@',
    'é',
    '\u0000',
    '\ud800',
    '\ufeff'
  ]
)

describe('any text', () => {
  test('that was written from a value is read as that value', () => {
    const property = fc.property(fc.json(), (text) => {
      // The name << is refused when it has no quotes.
      fc.pre(!text.includes('"<<"'))
      const value = JSON.parse(text) as unknown
      expect(JSON.parse(toJson(readYaml(stringify(value))))).toEqual(value)
      expect(JSON.parse(toJson(readYaml(text)))).toEqual(value)
    })
    fc.assert(property, MANY)
  })

  test('is read, or refused with a message that does not quote it', () => {
    const property = fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      expect(() => describeNode(pieces.join(''))).not.toThrow()
      expect(problemOf(pieces.join(''))).not.toContain('sesame')
    })
    fc.assert(property, MANY)
  })

  test('it is the same in parts as in one', () => {
    const line = fc.constantFrom(
      '- ',
      '- a\n',
      'a: ',
      'b: 1\n',
      '? x\n: y\n',
      '  - c\n',
      '  d: |\n   e\n',
      '\n',
      '  # f\n',
      '#\n'
    )
    const text = fc.array(fc.oneof({ weight: 3, arbitrary: line }, piece), { maxLength: 20 }).map((all) => all.join(''))
    const property = fc.property(text, fc.nat(9), (text, partTokens) => {
      expect(nodeOf(text, partTokens)).toEqual(nodeOf(text))
    })
    fc.assert(property, MANY)
  })

  function nodeOf(text: string, partTokens?: number): Node | undefined {
    try {
      return readYaml(text, partTokens)
    } catch (error) {
      if (error instanceof InvalidValue) return undefined
      throw error
    }
  }

  function problemOf(text: string): string {
    try {
      readYaml(text)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  function describeNode(text: string): string {
    try {
      const node: Node = readYaml(text)
      return toJson(node)
    } catch (error) {
      if (error instanceof InvalidValue) return error.message
      throw error
    }
  }
})
