import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { echo, formsOf, leaksOf } from '../support/leaks.ts'

// Contain characters that each encoding must escape.
const TOKEN = 'kv-"token"/+?1\\x'
const KEY = 'kv-"key"/+?2\\y'
const EMAIL = 'me+kv@example.com'
const GITHUB_TOKEN = 'ghs_"github"/+?3'
const PASSWORD = 'proxy"pass/+?4'
const VALUE = 'the <value> of "k" \\ é'
const SECRETS = [TOKEN, KEY, EMAIL, GITHUB_TOKEN, PASSWORD]

let api: FakeApi | undefined

afterEach(async () => {
  await api?.close()
})

/** Answers of Cloudflare and GitHub that repeat the credentials of the request wherever an answer can have text. */
function answerWith(refused: RegExp, known: readonly string[]): (request: ReceivedRequest) => Answer {
  return ({ method = '', url = '', headers, body }) => {
    const text = echo(headers, known)
    const error = { code: 10000, message: text, documentation_url: text, source: { pointer: text }, deep: [{ text }] }
    const isGithub = url.includes('/graphql')
    const isRefused = refused.test(`${method} ${url}${isGithub ? ` ${body}` : ''}`)
    const listing = { result: [], result_info: { cursor: '' } }
    return {
      status: isRefused ? 400 : 200,
      headers: { 'content-type': 'application/json', 'cf-ray': known[0] ?? '' },
      body:
        isGithub && !isRefused
          ? { data: commentData(text) }
          : {
              success: !isRefused,
              message: text,
              errors: [error, text],
              messages: [error, text],
              ...(url.includes('/keys?') ? listing : { result: { text, deep: [text] } })
            }
    }
  }
}

/** What GitHub answers when comments are looked for, and when one is made. */
function commentData(text: string): object {
  const comments = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
  return {
    repository: { pullRequest: { id: 'PR', comments } },
    addComment: { commentEdge: { node: { id: text, url: text } } }
  }
}

/** Runs a step against a service that refuses the requests that match `refused`. Returns what leaked. */
async function leaks(
  refused: RegExp,
  inputs: Step['with'],
  env: Step['env'] = {}
): Promise<StepResult & { leaks: string[]; comments: readonly string[] }> {
  const given = Object.values({ 'api-token': TOKEN, ...inputs, ...env, github: GITHUB_TOKEN }).join('\n')
  const known = SECRETS.filter((secret) => given.includes(secret) || given.includes(encodeURIComponent(secret)))
  api = await startFakeApi(answerWith(refused, known))
  const workspace = makeFolder({ event: '{"pull_request":{"number":7}}', 'a/1': VALUE, 'a/2': VALUE })
  const result = await runAction({
    workspace,
    with: {
      'api-token': TOKEN,
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': api.baseUrl,
      comment: 'true',
      'max-retries': '1',
      ...inputs
    },
    env: {
      RUNNER_DEBUG: '1',
      GITHUB_API_URL: new URL(api.baseUrl).origin,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(workspace, 'event'),
      GITHUB_TOKEN,
      ...env
    }
  })
  const comments = api.requests.filter(({ url }) => url?.includes('/graphql')).map(({ body }) => body)
  return { ...result, comments: comments.map(String), leaks: leaksOf(result, [...SECRETS, VALUE], comments, EMAIL) }
}

const ONE = { key: 'k', value: VALUE }
const FOLDER = { glob: 'a/**' }
const PAIR = { 'api-token': '', 'api-email': EMAIL, 'api-key': KEY }
const NOTHING = /^$/
const CLOUDFLARE = /client\/v4/

const cases: [string, RegExp, Step['with'], Step['env']?][] = [
  ['writes one key', NOTHING, ONE],
  ['fails to write one key', CLOUDFLARE, ONE],
  ['fails to write one key with metadata', CLOUDFLARE, { ...ONE, metadata: '{"a":1}' }],
  ['writes a folder', NOTHING, FOLDER],
  ['fails to write a folder', CLOUDFLARE, FOLDER],
  ['writes a folder with e-mail and key', NOTHING, { ...FOLDER, ...PAIR }],
  ['fails to write a folder with e-mail and key', CLOUDFLARE, { ...FOLDER, ...PAIR }],
  ['fails to look up a title', CLOUDFLARE, { ...ONE, namespace: 'title' }],
  ['finds no namespace with the title', NOTHING, { ...ONE, namespace: 'title' }],
  ['skips unchanged keys', NOTHING, { ...FOLDER, 'skip-unchanged': 'true' }],
  ['prunes', NOTHING, { ...FOLDER, prune: 'true' }],
  ['fails to write before it prunes', /PUT/, { ...FOLDER, prune: 'true' }],
  ['cannot list the keys', CLOUDFLARE, { ...FOLDER, prune: 'true' }],
  ['plans', NOTHING, { ...FOLDER, prune: 'true', 'dry-run': 'true' }],
  ['cannot plan', CLOUDFLARE, { ...FOLDER, prune: 'true', 'dry-run': 'true' }],
  ['fails to look for its comment', /graphql/, ONE],
  ['fails to make its comment', /addComment/, ONE],
  ['fails through a proxy with a password', CLOUDFLARE, ONE, { http_proxy: 'PROXY' }]
]

/** Puts the address of a proxy that does not answer, with credentials, in place of `PROXY`. */
function proxied(env: Step['env'] = {}): Record<string, string> {
  const proxy = `http://me:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('PROXY', proxy)]))
}

test('the service of these tests is asked for comments, and to make one', async () => {
  const { comments, log } = await leaks(NOTHING, ONE)
  const made = comments.filter((body) => body.includes('addComment'))
  expect(made).toEqual([expect.stringContaining('Workers KV: 1 written')])
  expect(log).not.toMatch(/^::warning.*comment/m)
})

describe('credentials and values do not leak from a run that', () => {
  test.each(cases)('%s', async (_what, refused, inputs, env = {}) => {
    const { leaks: found, report, outputs } = await leaks(refused, inputs, proxied(env))
    expect(found).toEqual([])
    expect(report).toBeDefined()
    expect(outputs['success']).toMatch(/^(true|false)$/)
  })

  test('ends with an unexpected error whose message contains the credentials', async () => {
    const told = JSON.stringify(echo({}, [TOKEN, KEY]))
    const script = `const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (text, ...rest) => {
  if (String(text).startsWith('Writing')) throw new TypeError(${told}, { cause: ${told} })
  return write(text, ...rest)
}`
    const preload = `--import=data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
    const { leaks: found, log } = await leaks(NOTHING, { ...FOLDER, 'api-key': KEY }, { NODE_OPTIONS: preload })
    expect(log).toContain('::error::Unexpected error, after which it is not known what was written: ')
    expect(log).toContain('::debug::TypeError: ')
    expect(found).toEqual([])
  })
})

test('a response that repeats credentials is reported with the credentials masked', async () => {
  const { log, outputs } = await leaks(CLOUDFLARE, ONE)
  expect(log).toContain('authorization: Bearer ***')
  expect(JSON.parse(outputs['errors'] ?? '')).toHaveLength(2)
})

describe('the search for leaks finds', () => {
  const nothing: StepResult = { exitCode: 0, log: '', outputs: {}, summary: '', report: {} }

  test.each(Object.entries(formsOf(TOKEN)))('a token %s, in each place', (form, text) => {
    const name = `${TOKEN} ${form}`
    const places: StepResult[] = [
      { ...nothing, log: `a\nb ${text}\n` },
      { ...nothing, outputs: { errors: `["${text}"]` } },
      { ...nothing, summary: `<code>${text}</code>` },
      { ...nothing, report: { records: [{ error: `x ${text}` }] } },
      { ...nothing, report: { [text]: 1 } }
    ]
    for (const place of places) expect(leaksOf(place, [TOKEN])).toContain(name)
    expect(leaksOf(nothing, [TOKEN], [text])).toContain(name)
  })

  test('no token in an add-mask command, but one in a similar line', () => {
    expect(leaksOf({ ...nothing, log: `::add-mask::${TOKEN}\n` }, [TOKEN])).toEqual([])
    expect(leaksOf({ ...nothing, log: `::debug::${TOKEN}\n` }, [TOKEN])).not.toEqual([])
  })
})
