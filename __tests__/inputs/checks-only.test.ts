import { describe, expect, test } from '@jest/globals'
import { useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

const FORK = {
  'INPUT_DRY-RUN': 'true',
  'INPUT_API-TOKEN': '',
  'INPUT_ACCOUNT-ID': '',
  INPUT_NAMESPACE: '',
  INPUT_KEY: 'flag',
  INPUT_VALUE: 'on'
}

describe('a dry run without any credentials', () => {
  test('needs no account and no namespace', async () => {
    const { inputs, errors } = await read(FORK)
    expect(errors).toEqual([])
    expect(inputs).toMatchObject({ checksOnly: true, target: undefined, selection: { key: 'flag' } })
  })

  test.each([
    ['an account ID', { 'INPUT_ACCOUNT-ID': 'a/b' }, 'account-id must consist'],
    ['a base URL', { 'INPUT_API-BASE-URL': 'http://api.example' }, 'api-base-url must be https'],
    [
      'a wrangler configuration',
      { 'INPUT_WRANGLER-CONFIG': 'missing.toml', INPUT_NAMESPACE: 'FLAGS' },
      'wrangler-config '
    ]
  ])('reports %s that is not valid', async (_what, variables, begin) => {
    const { errors } = await read({ ...FORK, ...variables })
    expect(errors.map((message) => message.slice(0, begin.length))).toEqual([begin])
  })

  test.each([
    ['a token', { 'INPUT_API-TOKEN': 'token-1' }],
    ['a token in the environment', { CLOUDFLARE_API_TOKEN: 'token-1' }],
    ['only an e-mail', { 'INPUT_API-EMAIL': 'me@example.com' }],
    ['only an API key', { CLOUDFLARE_API_KEY: 'key-1' }],
    ['dry-run: false', { 'INPUT_DRY-RUN': 'false' }],
    ['a dry run that is not a boolean', { 'INPUT_DRY-RUN': 'yes' }]
  ])('is not assumed with %s', async (_what, variables) => {
    const { inputs, errors } = await read({ ...FORK, ...variables })
    expect(inputs.checksOnly).toBe(false)
    expect(errors.length).toBeGreaterThan(0)
  })

  test('is not assumed with the local explorer, which needs no credentials', async () => {
    const explorer = { 'INPUT_API-BASE-URL': 'http://127.0.0.1:8787/cdn-cgi/local/explorer/api' }
    expect((await read({ ...VALID, ...FORK, ...explorer })).inputs.checksOnly).toBe(false)
  })
})
