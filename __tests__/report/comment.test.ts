import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { commentMarker, type CommentSettings, renderComment, upsertComment } from '../../src/report/comment.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { useEnvironment } from '../support/environment.ts'
import { comment, type FakeGithub, graphqlError, type Refusal, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { outcome, planReport, problemReport, reportOf } from '../support/reports.ts'
import { makeClock, type TestClock } from '../support/transport.ts'

const HEAD = 'a'.repeat(40)
const environment = useEnvironment()
const events = makeFolder({
  'pull-request': '{"pull_request":{"number":7}}',
  head: `{"pull_request":{"number":7,"head":{"sha":"${HEAD}"}}}`,
  push: '{}'
})
const settings: CommentSettings = { token: 'token-2', environment: '', keyPrefix: '', source: 'glob flags/**' }
const marker = (): string => commentMarker('shop', settings)
const report = reportOf([outcome('a.json')])
let github: FakeGithub
let refusal: Refusal
let first: number
let clock: TestClock

beforeAll(async () => {
  github = await startFakeGithub((request, operation) => refusal(request, operation))
})

beforeEach(() => {
  refusal = () => undefined
  clock = makeClock()
  github.comments.length = 0
  first = github.calls().length
  environment.set({
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: join(events, 'pull-request'),
    GITHUB_REPOSITORY: 'fjord/shop',
    GITHUB_WORKFLOW: 'Publish flags',
    GITHUB_JOB: 'publish',
    GITHUB_ACTION: '__org_kv-put-action'
  })
})

afterAll(() => github.api.close())

function upsert(
  given: Partial<CommentSettings> = {},
  cancelled = new AbortController().signal,
  namespace = 'shop'
): Promise<void> {
  return upsertComment(report, { namespace }, { ...settings, ...given }, cancelled, clock)
}

/** The operations of this test. */
function calls(): string[] {
  return github.calls().slice(first)
}

describe('the comment', () => {
  test('is made, and found again by the next run', async () => {
    await upsert()
    environment.set({ GITHUB_SERVER_URL: 'https://github.com', GITHUB_RUN_ID: '42' })
    const next = reportOf([outcome('b.json')])
    await upsertComment(next, { namespace: 'shop' }, settings, new AbortController().signal, clock)
    expect(calls()).toEqual(['comments 0', 'addComment', 'comments 0', 'updateIssueComment'])
    const context = { namespace: 'shop', runUrl: 'https://github.com/fjord/shop/actions/runs/42' }
    expect(github.comments.map(({ body }) => body)).toEqual([renderComment(next, context, marker())])
    const address = 'https://github.com/fjord/shop/pull/7#issuecomment-1'
    expect(environment.printed()).toBe(`Made the comment ${address}\nUpdated the comment ${address}\n`)
    expect(github.api.requests.at(-1)?.headers).toMatchObject({
      'user-agent': expect.stringContaining('kv-put-action'),
      authorization: 'token token-2'
    })
  })

  test.each([
    { keyPrefix: 'other/' },
    { source: 'glob other/**' },
    { environment: 'staging' },
    { source: `glob ${'x'.repeat(200)}` },
    { source: `glob ${'x'.repeat(201)}` }
  ])('is a separate one for %j', async (other) => {
    await upsert({ source: `glob ${'x'.repeat(202)}` })
    await upsert(other)
    expect(github.comments).toHaveLength(2)
  })

  test('links the head commit of the pull request and not the merge commit', async () => {
    environment.set({ GITHUB_EVENT_PATH: join(events, 'head'), GITHUB_SERVER_URL: 'https://github.com' })
    const merge = { sha: 'b'.repeat(40), url: 'https://github.com/fjord/shop/commit/b' }
    await upsertComment(report, { commit: merge }, settings, new AbortController().signal, clock)
    expect(github.comments[0]?.body).toContain(`href="https://github.com/fjord/shop/commit/${HEAD}"`)
    expect(github.comments[0]?.body).not.toContain(merge.sha)
  })

  test("of another author is left alone, even with the step's marker", async () => {
    github.comments.push(comment('1', `${marker()}\nforged`, false))
    await upsert()
    expect(github.comments.map(({ body }) => body.endsWith('forged'))).toEqual([true, false])
  })

  test('is found on the second page', async () => {
    const others = Array.from({ length: 120 }, (_, index) => comment(`other-${index}`, 'fine', false))
    github.comments.push(...others, comment('own', `${marker()}\nold`))
    await upsert()
    expect(calls()).toEqual(['comments 0', 'comments 100', 'updateIssueComment'])
    expect(github.comments.at(-1)?.body).not.toContain('old')
  })

  test('is not made on an event that names no pull request', async () => {
    environment.set({ GITHUB_EVENT_PATH: join(events, 'push') })
    await expect(upsert()).rejects.toThrow('the event names no pull request')
    expect(calls()).toEqual([])
  })

  test.each(['push', ''])('is not made on another event: "%s"', async (event) => {
    environment.set({ GITHUB_EVENT_NAME: event })
    if (event === '') delete process.env['GITHUB_EVENT_NAME']
    await upsert()
    expect(environment.printed()).toBe(`No comment is made on the event "${event}", only on a pull_request\n`)
    expect(calls()).toEqual([])
  })

  test('needs a token', async () => {
    await expect(upsert({ token: '' })).rejects.toThrow(
      'github-token is empty; leave it out to use the token of the job'
    )
  })
})

describe('a plan without changes', () => {
  const unchanged = planReport([{ entry: outcome('a').entry, status: 'unchanged' }])

  test('makes no comment', async () => {
    await upsertComment(unchanged, { namespace: 'shop' }, settings, new AbortController().signal, clock)
    expect(calls()).toEqual(['comments 0'])
    expect(environment.printed()).toBe('No comment is made: the plan changes nothing\n')
  })
})

describe('an error of GitHub', () => {
  const json = { 'content-type': 'application/json' }

  test.each([
    ['a reset', { broken: 'before' }],
    ['half a response', { broken: 'within', body: '{}' }],
    ['502', { status: 502, body: '<html>' }],
    ['a rate limit', { status: 403, headers: json, body: { message: 'You have exceeded a secondary rate limit' } }],
    ['an error without a type', graphqlError(undefined, 'Something went wrong while executing your query.')]
  ] as const)('is retried: %s', async (_what, answer) => {
    let left = 2
    refusal = () => (left-- > 0 ? answer : undefined)
    await upsert()
    expect(github.comments).toHaveLength(1)
    expect(clock.sleeps).toEqual([1000, 2000])
  })

  test('is reported after three attempts', async () => {
    refusal = () => ({ status: 500, body: 'x'.repeat(1000) })
    await expect(upsert()).rejects.toThrow(/^HTTP 500 x{499}…$/)
    expect(calls()).toHaveLength(3)
  })

  test('makes no second comment if the first one was made and its response was lost', async () => {
    refusal = (_request, operation) => {
      if (operation !== 'addComment' || github.comments.length > 0) return undefined
      github.comments.push(comment('1', marker()))
      return { broken: 'before' }
    }
    await upsert()
    expect(calls()).toEqual(['comments 0', 'addComment', 'comments 0', 'updateIssueComment'])
    expect(github.comments).toHaveLength(1)
  })

  const permission =
    'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read'

  test.each([
    [
      '401',
      { status: 401, headers: json, body: { message: 'Bad credentials\u202e' } },
      'HTTP 401 Bad credentials\\u202e; '
    ],
    ['403', { status: 403, headers: json, body: { message: 'not accessible' } }, 'HTTP 403 not accessible; '],
    ['FORBIDDEN', graphqlError('FORBIDDEN', 'not accessible'), 'not accessible; ']
  ] as const)('about permissions says what to do, and is not retried: %s', async (_what, answer, message) => {
    refusal = () => answer
    await expect(upsert()).rejects.toThrow(message + permission)
    expect(calls()).toHaveLength(1)
  })

  test.each([
    ['404 as JSON', { status: 404, headers: json, body: { message: 'not found' } }],
    ['a redirect, which is not followed', { status: 302, headers: { location: '/login' } }],
    ['a page', { body: '<html>' }]
  ] as const)('of a server without GraphQL says so: %s', async (_what, answer) => {
    refusal = () => answer
    await expect(upsert()).rejects.toThrow(`${github.url} has no GraphQL API, which comment needs`)
    expect(calls()).toHaveLength(1)
  })
})

test('GitHub Enterprise Server has GraphQL beside its REST API', async () => {
  environment.set({ GITHUB_API_URL: `${github.url}/api/v3` })
  await upsert()
  expect(github.api.requests.at(-1)?.url).toBe('/api/graphql')
})

describe('a run that was cancelled', () => {
  test('makes no comment', async () => {
    await upsert({}, AbortSignal.abort())
    expect(calls()).toEqual([])
  })

  test('ends a request that is in flight', async () => {
    const controller = new AbortController()
    refusal = () => {
      controller.abort()
      return Promise.withResolvers<never>().promise
    }
    await expect(upsert({}, controller.signal)).rejects.toThrow('the run was cancelled')
  })
})

describe('the text', () => {
  test('is the summary below a line that GitHub does not show', () => {
    expect(marker()).toMatch(/^<!-- kv-put-action [0-9a-f]{32} -->$/)
    expect(renderComment(report, {}, marker())).toBe(`${marker()}\n${renderSummary(report)}`)
  })

  test('of 20,000 keys fits, and shows failures first', () => {
    const written = Array.from({ length: 20_000 }, (_, index) => outcome(`written/${index}/é`.padEnd(400, 'x')))
    const body = renderComment(reportOf([...written, outcome('failed', 'no')]), {}, marker())
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(body.indexOf('<code>failed</code>')).toBeLessThan(body.indexOf('<code>written/'))
  })

  test('of long problems fits, and counts the problems that it leaves out', () => {
    const problems = Array.from({ length: 20 }, () => ({ message: '"'.repeat(2000) }))
    const body = renderComment(problemReport('', [outcome('a').entry], problems), {}, marker())
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(body).toContain('</li>\n<li>and 11 more: see the report</li>\n</ul>')
  })
})
