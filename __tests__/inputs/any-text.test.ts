import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { makeFolder } from '../support/folders.ts'
import { anyText, MANY } from '../support/fuzz.ts'
import { NAMESPACE, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

// All that action.yml has.
const INPUTS =
  'api-token api-email api-key account-id namespace wrangler-config wrangler-environment api-base-url key value file glob include-hidden-files entries entries-file base-dir key-prefix strip-extension metadata ttl expiration dry-run skip-unchanged prune if-no-files-found concurrency max-retries timeout summary comment github-token'
    .split(' ')
    .map((name) => `INPUT_${name.toUpperCase()}`)

test('any text in any input is accepted or reported with a clear message', async () => {
  const parts = ['true', '1', '60', 's', ' ', '\n', '*', '!', '{', '"', ': ', '[', 'https://', '127.0.0.1', '@', '?']
  const text = anyText(...parts, '..', '/', 'x', '.toml', '.json', NAMESPACE)
  const given = fc.dictionary(fc.constantFrom(...INPUTS), text, { maxKeys: 5 })
  const none = Object.fromEntries(INPUTS.map((name) => [name, '']))
  const root = makeFolder()
  const property = fc.asyncProperty(given, async (variables) => {
    const { inputs, errors } = await read({ ...none, ...VALID, ...variables, GITHUB_WORKSPACE: root })
    const isWhole = inputs.target !== undefined && inputs.selection !== undefined
    expect(errors.length > 0 || isWhole).toBe(true)
    for (const message of errors) expect(message).toMatch(/^[a-z-]+,? [^\n]{10,}$/)
  })
  await fc.assert(property, MANY)
})
