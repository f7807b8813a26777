import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { INPUTS } from '../../src/inputs/reader.ts'
import { makeFolder } from '../support/folders.ts'
import { anyText, times } from '../support/fuzz.ts'
import { NAMESPACE, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

const NAMES = Object.keys(INPUTS).map((name) => `INPUT_${name.toUpperCase()}`)

test('any text in any input is accepted or reported with a clear message', async () => {
  const parts = ['true', '1', '60', 's', ' ', '\n', '*', '!', '{', '"', ': ', '[', 'https://', '127.0.0.1', '@', '?']
  const text = anyText(...parts, '..', '/', 'x', '.toml', '.json', NAMESPACE)
  const given = fc.dictionary(fc.constantFrom(...NAMES), text, { maxKeys: 5 })
  const none = Object.fromEntries(NAMES.map((name) => [name, '']))
  const root = makeFolder()
  const property = fc.asyncProperty(given, async (variables) => {
    const { inputs, errors } = await read({ ...none, ...VALID, ...variables, GITHUB_WORKSPACE: root })
    const isWhole = inputs.target !== undefined && inputs.selection !== undefined
    expect(errors.length > 0 || isWhole).toBe(true)
    for (const message of errors) expect(message).toMatch(/^[a-z-]+,? [^\n]{10,}$/)
  })
  await fc.assert(property, times(300))
})
