import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { leaksOf } from '../support/leaks.ts'
import { CERTIFICATE, startTlsProxy, type TlsProxy } from '../support/tls-proxy.ts'

// Contain characters that JSON and URLs escape.
const TOKEN = 'kv-"token"/+?1\\x'
const KEY = 'kv-"key"/+?2\\y'
const EMAIL = 'me+kv@example.com'
const GITHUB_TOKEN = 'ghs_"github"/+?3'
const PASSWORD = 'proxy"pass/+?4'
const SECRETS = [TOKEN, KEY, EMAIL, GITHUB_TOKEN, PASSWORD]

let api: FakeApi | undefined
let proxy: TlsProxy | undefined

afterEach(async () => {
  await proxy?.close()
  await api?.close()
})

/** Answers of Cloudflare that repeat credentials wherever an answer can have text. */
function answerWith(refused: RegExp, known: readonly string[]): (request: ReceivedRequest) => Answer {
  return ({ method = '', url = '' }) => {
    const text = known.join(' ')
    const error = {
      code: 1,
      message: text,
      documentation_url: text,
      source: { pointer: text },
      deep: [{ [text]: text }]
    }
    const isRefused = refused.test(`${method} ${url}`)
    const comments = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
    const added = { commentEdge: { node: { id: '1', url: 'https://github.test/1' } } }
    return {
      status: isRefused ? 400 : 200,
      headers: { 'content-type': 'application/json', 'cf-ray': known[0] ?? '' },
      body: url.includes('/graphql')
        ? { data: { repository: { pullRequest: { id: 'PR', comments } }, addComment: added } }
        : { success: !isRefused, errors: [error, text], messages: [error, text], result: { text, deep: [text] } }
    }
  }
}

interface Watched extends StepResult {
  readonly leaks: readonly string[]
}

/** Runs a step through a proxy, against services that refuse the requests that match `refused`. */
async function run(refused: RegExp, inputs: Step['with'], env: Step['env'] = {}): Promise<Watched> {
  const given = Object.values({ 'api-token': TOKEN, ...inputs, GITHUB_TOKEN, PASSWORD })
  const known = SECRETS.filter((secret) => given.includes(secret))
  api = await startFakeApi(answerWith(refused, known))
  proxy = await startTlsProxy(Number(new URL(api.baseUrl).port))
  const workspace = makeFolder({
    event: '{"pull_request":{"number":7}}',
    'ca.pem': CERTIFICATE,
    'a/1': '1',
    'a/2': '2'
  })
  const result = await runAction({
    workspace,
    with: {
      'api-token': TOKEN,
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': 'https://api.cloudflare.test/client/v4',
      comment: 'true',
      'max-retries': '1',
      glob: 'a/**',
      ...inputs
    },
    env: {
      RUNNER_DEBUG: '1',
      GITHUB_API_URL: 'https://api.github.test',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(workspace, 'event'),
      GITHUB_TOKEN,
      HTTPS_PROXY: `http://me:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: join(workspace, 'ca.pem'),
      ...env
    }
  })
  const comments = api.requests.filter(({ url }) => url?.includes('/graphql')).map(({ body }) => body)
  return { ...result, leaks: leaksOf(result, SECRETS, comments) }
}

describe('no credential is in log, outputs, summary, report or comment of a run that', () => {
  test.each<[string, RegExp, Step['with']]>([
    ['fails to write', /client\/v4/, {}],
    [
      'cannot plan, with e-mail and key',
      /client\/v4/,
      { 'api-token': '', 'api-email': EMAIL, 'api-key': KEY, 'dry-run': 'true' }
    ]
  ])('%s', async (_what, refused, inputs) => {
    const { leaks, log, report, outputs } = await run(refused, inputs)
    expect(leaks).toEqual([])
    expect(log).toContain('***')
    expect(proxy?.tunnels[0]).toBe(`me:${PASSWORD}@api.cloudflare.test:443`)
    expect([report !== undefined, outputs['success']]).toEqual([true, String(!refused.test('client/v4'))])
  })

  test('ends with an unexpected error', async () => {
    const told = JSON.stringify(SECRETS.join(' '))
    const script = `const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (text, ...rest) => {
  if (String(text).startsWith('Writing')) throw new TypeError(${told}, { cause: ${told} })
  return write(text, ...rest)
}`
    const preload = `--import=data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
    const pair = { 'api-email': EMAIL, 'api-key': KEY }
    const { leaks, log } = await run(/^$/, pair, { NODE_OPTIONS: preload })
    expect(log).toContain('::error::Unexpected error, after which it is not known what was written: ')
    expect(log).toContain('::debug::TypeError: ')
    expect(leaks).toEqual([])
  })
})
