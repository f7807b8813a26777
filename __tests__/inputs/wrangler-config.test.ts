import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

describe('with a configuration of wrangler', () => {
  const config = `account_id = "account-2"
kv_namespaces = [{ binding = "FLAGS", id = "${NAMESPACE}" }, { binding = "NEW" }]
[env.staging]
`
  const given = {
    ...VALID,
    'INPUT_ACCOUNT-ID': '',
    INPUT_NAMESPACE: 'FLAGS',
    'INPUT_WRANGLER-CONFIG': 'wrangler.toml',
    GITHUB_WORKSPACE: makeFolder({ 'wrangler.toml': config })
  }

  test('a namespace is a binding, and the account is that of the configuration', async () => {
    const { inputs, errors } = await read(given)
    expect(errors).toEqual([])
    expect(inputs.target).toMatchObject({ accountId: 'account-2', namespace: { id: NAMESPACE } })
  })

  test('a namespace may still be an ID, and inputs and variables win for the account', async () => {
    const id = 'b1946ac92492d2347c6235b4d2611184'
    const { inputs } = await read({ ...given, INPUT_NAMESPACE: id, CLOUDFLARE_ACCOUNT_ID: 'account-3' })
    expect(inputs.target).toMatchObject({ accountId: 'account-3', namespace: { id } })
  })

  test.each([
    ['a binding that is not there', { INPUT_NAMESPACE: 'FLAG' }, 'namespace must be a binding in kv_namespaces'],
    ['a binding without an ID', { INPUT_NAMESPACE: 'NEW' }, 'namespace "NEW" has no id in wrangler-config'],
    [
      'an environment that is not there',
      { 'INPUT_WRANGLER-ENVIRONMENT': 'stagign' },
      'wrangler-environment must be an environment of wrangler-config, which has "staging"; got "stagign"'
    ],
    [
      'an environment without a configuration',
      { 'INPUT_WRANGLER-CONFIG': '', 'INPUT_WRANGLER-ENVIRONMENT': 'staging' },
      'wrangler-environment needs wrangler-config'
    ],
    [
      'a configuration that is not there',
      { 'INPUT_WRANGLER-CONFIG': 'wrangler.json' },
      'wrangler-config "wrangler.json" is not there'
    ],
    ['no namespace', { INPUT_NAMESPACE: '' }, 'namespace is missing']
  ])('%s is told, and nothing that follows from it', async (_what, inputs, message) => {
    const { errors, inputs: result } = await read({ ...given, ...inputs })
    expect(errors).toEqual([expect.stringContaining(message)])
    expect(result.target).toBeUndefined()
  })
})
