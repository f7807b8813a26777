import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readJson } from '../../../src/entries/list/json.ts'
import { toJson } from '../../../src/entries/list/node.ts'
import { readYaml } from '../../../src/entries/list/yaml.ts'
import { anyText, times, valueOrMessage } from '../../support/fuzz.ts'
import { readListIn } from '../../support/lists.ts'
import { makeFolder } from '../../support/folders.ts'

const root = makeFolder({ 'a.txt': 'abc' })
const JSON_PARTS = ['{', '}', '[', ']', ',', ':', '"', '"a":', '1', '-', '.', 'e', 'null', '\\', '//', '/*', ' ', '\n']
const YAML_PARTS = [
  'a',
  '&a ',
  '*a',
  '- ',
  '? ',
  ': ',
  '\n  ',
  '!!int ',
  '!x ',
  "'",
  '|\n',
  '>-\n',
  '<<: ',
  '---\n',
  '%'
]

test('any text, also with many repetitions, is read as JSON or refused with a clear message', async () => {
  const property = fc.asyncProperty(anyText(...JSON_PARTS), fc.boolean(), async (text, comments) => {
    const result = await valueOrMessage(() => toJson(readJson(text, comments)))
    if ('message' in result) expect(result.message).toMatch(/^(is not valid JSON: |is nested |has the property )/)
    else expect(() => JSON.parse(result.value) as unknown).not.toThrow()
  })
  await fc.assert(property, times(300))
})

// Fewer runs, because the library takes a second for some repetitions.
test('any text, also with many repetitions, is read as YAML or refused with a clear message', async () => {
  const property = fc.asyncProperty(anyText(...YAML_PARTS, ...JSON_PARTS), async (text) => {
    const result = await valueOrMessage(() => toJson(readYaml(text)))
    if ('message' in result) expect(result.message).toMatch(/^(is|has|asks) /)
    else expect(() => JSON.parse(result.value) as unknown).not.toThrow()
  })
  await fc.assert(property, times(60))
})

test('a list of any items has an entry for each item, or errors that name the entry', async () => {
  const word = fc.constantFrom('key', 'value', 'file', 'base64', 'metadata', 'expiration', 'expiration_ttl', 'kye')
  const value = fc.oneof(
    fc.constantFrom<unknown>('a.txt', '..', 'aGk=', '1h', 60, 0, -1, 1e10, true, null),
    fc.jsonValue()
  )
  const item = fc.oneof({ weight: 5, arbitrary: fc.dictionary(word, value) }, { weight: 1, arbitrary: value })
  const items = fc.array(item, { maxLength: 4 })
  const property = fc.asyncProperty(items, async (items) => {
    const { entries, messages } = await readListIn(root, { entries: JSON.stringify(items) })
    if (messages.length === 0) expect(entries).toHaveLength(items.length)
    for (const message of messages) expect(message).toMatch(/^entries line 1: entry \d+( \(key ".*"\))?: \S.* \S+/)
  })
  await fc.assert(property, times(300))
})
