import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

describe('with a wrangler configuration', () => {
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

  test('a namespace is a binding, and the account comes from the configuration', async () => {
    const { inputs, errors } = await read(given)
    expect(errors).toEqual([])
    expect(inputs.target).toMatchObject({
      accountId: 'account-2',
      accountIdSource: 'account_id in wrangler.toml',
      namespace: { id: NAMESPACE }
    })
  })

  test('a namespace may be an ID, and inputs and variables take precedence for the account', async () => {
    const id = 'b1946ac92492d2347c6235b4d2611184'
    const { inputs } = await read({ ...given, INPUT_NAMESPACE: id, CLOUDFLARE_ACCOUNT_ID: 'account-3' })
    expect(inputs.target).toMatchObject({
      accountId: 'account-3',
      accountIdSource: 'environment variable CLOUDFLARE_ACCOUNT_ID',
      namespace: { id }
    })
  })

  test('a warning names the environments when none is chosen', async () => {
    const { warnings } = await read(given)
    expect(warnings).toEqual([
      'wrangler-config "wrangler.toml" has environments ("staging") and none was chosen, so its top level is used; to choose one, set wrangler-environment or the environment variable CLOUDFLARE_ENV'
    ])
  })

  test('CLOUDFLARE_ENV chooses the environment, also for the comment', async () => {
    const { inputs, errors, warnings } = await read({
      ...given,
      INPUT_NAMESPACE: NAMESPACE,
      INPUT_COMMENT: 'true',
      CLOUDFLARE_ENV: 'staging'
    })
    expect([errors, warnings]).toEqual([[], []])
    expect(inputs.comment?.environment).toBe('staging')
  })

  test('the input takes precedence over CLOUDFLARE_ENV', async () => {
    const { errors } = await read({ ...given, 'INPUT_WRANGLER-ENVIRONMENT': 'staging', CLOUDFLARE_ENV: 'other' })
    expect(errors).toEqual([expect.stringContaining('the environment "staging" of "wrangler.toml" has none')])
  })

  test.each([
    [
      'a binding without an ID, of a Worker without a name',
      { INPUT_NAMESPACE: 'NEW' },
      'namespace "NEW" in kv_namespaces of "wrangler.toml" has no id, and wrangler makes a title only'
    ],
    [
      'an unknown environment',
      { 'INPUT_WRANGLER-ENVIRONMENT': 'stagign' },
      'wrangler-environment must be an environment of wrangler-config, which has "staging"; got "stagign"; did you mean "staging"?'
    ],
    [
      'a variable with an unknown environment',
      { CLOUDFLARE_ENV: 'stagign' },
      'environment variable CLOUDFLARE_ENV must be an environment of wrangler-config'
    ],
    [
      'an environment without a wrangler configuration',
      { 'INPUT_WRANGLER-CONFIG': '', 'INPUT_WRANGLER-ENVIRONMENT': 'staging' },
      'wrangler-environment needs wrangler-config'
    ]
  ])('%s is reported without follow-up errors', async (_what, inputs, message) => {
    const { errors, inputs: result } = await read({ ...given, ...inputs })
    expect(errors).toEqual([expect.stringContaining(message)])
    expect(result.target).toBeUndefined()
  })
})
