import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { InvalidValue } from '../../../src/shared/diagnostics.ts'
import { toJson } from '../../../src/entries/list/node.ts'
import { readYaml } from '../../../src/entries/list/yaml.ts'
import { times, valueOrMessage } from '../../support/fuzz.ts'

test('nodes have their line and their exact text', () => {
  expect(readYaml('# flags\na: é\nb:\n  - |\n    x\n    y\n  - c: ~\nd:\n')).toEqual({
    line: 2,
    properties: [
      { line: 2, name: 'a', value: { line: 2, text: 'é' } },
      {
        line: 3,
        name: 'b',
        value: {
          line: 4,
          items: [
            { line: 4, text: 'x\ny\n' },
            { line: 7, properties: [{ line: 7, name: 'c', value: { line: 7, json: 'null' } }] }
          ]
        }
      },
      { line: 8, name: 'd', value: { line: 8, json: 'null', isAbsent: true } }
    ]
  })
})

test.each([
  [
    '[on, no, y, 1_000, 0b1, 12:30, 2027-01-31, 0x, 1e]',
    '["on","no","y","1_000","0b1","12:30","2027-01-31","0x","1e"]'
  ],
  ['[1.0, 12345678901234567890, -0, 1E3, 1e-7, 1.50]', '[1.0,12345678901234567890,-0,1E3,1e-7,1.50]'],
  ['[true, False, NULL, ~, "true", \'1.0\', !!str 1.0]', '[true,false,null,null,"true","1.0","1.0"]'],
  ['{404: a, 0x1F: b, 1.0: c, True: d, ~: e, "q": f}', '{"404":"a","0x1F":"b","1.0":"c","True":"d","~":"e","q":"f"}'],
  ['{"a": [1, {"b": "\\u00e9"}], __proto__: 1}', '{"a":[1,{"b":"é"}],"__proto__":1}'],
  ['a: &x {b: 1}\nc: *x\nd: [*x, *x]', '{"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":1}]}'],
  ['&k a: 1\nb: *k\nc: { *k : 2 }', '{"a":1,"b":"a","c":{"a":2}}'],
  ['a: &x 1\nb: &x 2\nc: *x', '{"a":1,"b":2,"c":2}'],
  ['{"\\u0061": 1, ? "b" : 2}', '{"a":1,"b":2}'],
  ['a: &x ""\nb: *x\nc: &y ~\nd: *y', '{"a":"","b":"","c":null,"d":null}'],
  ['[!!float 1.0, !!bool true, !!null ~, !!map {}, !!seq []]', '[1.0,true,null,{},[]]']
])('%j is %s', (text, json) => {
  expect(toJson(readYaml(text))).toBe(json)
})

test.each([
  ...['0x1F', '0o17', '.inf', '-.INF', '.NaN', '+1', '007', '.5', '1.', '!!int "0x1F"'].map((text) => [
    text,
    'has a number in line 2 in a form that JSON does not have, such as 0x1F, 007, +1, .5 or .inf: write it as JSON does, or put it in quotes for text'
  ]),
  [
    '!!binary aGk=',
    'is not valid YAML: a tag is not in the core schema, or is for another kind of value at line 2, column 5'
  ],
  ['!!set {a}', 'a tag is not in the core schema, or is for another kind of value'],
  ['&secret', 'has an anchor without a value in line 2: put text that begins with & in quotes']
])('%s is refused, because it would be changed', (text = '', message = '') => {
  const list = `a: 1\nb: [${text}]`
  expect(() => readYaml(list)).toThrow(message)
  expect(() => readYaml(list)).toThrow(expect.objectContaining({ line: 2 }))
})

test.each([
  [
    'a: [1',
    'is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 6'
  ],
  ['a: 1\n b: 2', 'is not valid YAML:'],
  ['a: "secret', 'is not valid YAML: missing closing "quote at line 1, column 11'],
  ['a: "secret\\q"', 'is not valid YAML: invalid escape sequence at line 1, column 11'],
  ['a: 1\n---\nb: 2', 'is not valid YAML: a second document begins, and only one is allowed at line 2, column 1'],
  [
    'a: !secret x',
    'is not valid YAML: a tag is not in the core schema, or is for another kind of value at line 1, column 4'
  ],
  ['%YAML 1.1\n---\na: yes', 'asks for YAML 1.1'],
  ['%YAML 1.3\n---\na: yes', 'is not valid YAML: the version is not 1.2 at line 1'],
  ['%secret\n---\na: yes', 'is not valid YAML: a directive is not known at line 1, column 1'],
  [
    'a: *secret',
    'has an alias in line 1 without an anchor before it: if it is text that begins with *, put it in quotes'
  ],
  ['a: &a [*a]', 'has an alias in line 1 without an anchor before it'],
  ['a: &x 1\nb: &x [*x]', 'has an alias in line 2 without an anchor before it'],
  ['a: |secret', 'is not valid YAML: block scalar header includes extra characters at line 1, column 5'],
  ['a: !secret! x', 'is not valid YAML: a tag has no name at line 1, column 4'],
  [
    'a: !<secret> x',
    'is not valid YAML: a tag is not in the core schema, or is for another kind of value at line 1, column 4'
  ],
  ['a: @secret', 'is not valid YAML: plain value cannot start with reserved character @ at line 1, column 4'],
  [
    'a: !!binary {secret: 1}',
    'is not valid YAML: a tag is not in the core schema, or is for another kind of value at line 1, column 4'
  ],
  [
    '!!binary aGk= : 1',
    'is not valid YAML: a tag is not in the core schema, or is for another kind of value at line 1, column 1'
  ],
  ['&secret : 1', 'has an anchor without a value in line 1: put text that begins with & in quotes'],
  ['a: {<<: {b: 1}}', 'has the merge key << in line 1, which YAML 1.2 does not support'],
  ['? [a]\n: 1', 'has a name in line 1 that is not text']
])('the error for %j gives the position and does not quote the text', (text, message) => {
  expect(() => readYaml(text)).toThrow(message)
  expect(() => readYaml(text)).toThrow(InvalidValue)
  expect(() => readYaml(text)).not.toThrow('secret')
})

test('aliases that expand exponentially are refused before they are expanded', () => {
  const levels = Array.from({ length: 20 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(10)}]`)
  expect(() => readYaml(['l0: &l0 lol', ...levels].join('\n'))).toThrow(
    'has aliases that expand to over 26,214,400 characters (reached in line 8): replace the aliases with their content'
  )
  const many = `a: &a ${'x'.repeat(100_000)}\n${Array.from({ length: 300 }, (_, index) => `k${index}: *a\n`).join('')}`
  expect(() => readYaml(many)).toThrow('expand to over 26,214,400 characters (reached in line 264)')
  const within = [
    `a: &a {${'x'.repeat(100_000)}: 1}`,
    'b: &b [*a]',
    ...Array.from({ length: 300 }, (_, index) => `k${index}: *b`)
  ]
  expect(() => readYaml(within.join('\n'))).toThrow('expand to over 26,214,400 characters (reached in line 264)')
  // A text counts one more than its length.
  const full = [`- &a ${'x'.repeat(26_214_400 / 100 - 1)}`, ...Array.from({ length: 100 }, () => '- *a')]
  expect(() => readYaml(full.join('\n'))).not.toThrow()
  expect(() => readYaml([...full, '- *a'].join('\n'))).toThrow('(reached in line 102)')
})

test('YAML that is nested too deeply is refused with a clear message', () => {
  const chain = Array.from({ length: 3000 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}]`)
  const open = ['[', '{a: ', '- ', '? '].map((opening) => opening.repeat(6000))
  const texts = [...open, `${'? '.repeat(6000)}]`, '['.repeat(1001) + ']'.repeat(1001)]
  for (const text of [...texts, ['l0: &l0 a', ...chain].join('\n')]) {
    expect(() => toJson(readYaml(text))).toThrow(/^is nested (too deeply|over 1,000 levels deep)$/)
  }
})

describe('any text', () => {
  const pieces =
    'sesame;b: ;- ;? ;: ;\n;\n  ;{;};[;];, ;&a ;*a;!!int ;!x ;";\';|\n;>-\n;0x1;.5;~;<<: ;# c;---\n;...\n;%YAML 1.1\n;\t;\\;@;é;\0;\ud800;\ufeff'
  const piece = fc.constantFrom(...pieces.split(';'))

  test('that was written from a value is read as that value', () => {
    const property = fc.property(fc.json(), (text) => {
      // The name << is refused when it has no quotes.
      fc.pre(!text.includes('"<<"'))
      const value = JSON.parse(text) as unknown
      expect(JSON.parse(toJson(readYaml(stringify(value))))).toEqual(value)
      expect(JSON.parse(toJson(readYaml(text)))).toEqual(value)
    })
    fc.assert(property, times(300))
  })

  test('is read, or refused with a message that does not quote it', async () => {
    const property = fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      const result = await valueOrMessage(() => toJson(readYaml(pieces.join(''))))
      if ('message' in result) expect(result.message.replace(/the property ".*" twice/s, '')).not.toContain('sesame')
    })
    await fc.assert(property, times(1000))
  })
})
