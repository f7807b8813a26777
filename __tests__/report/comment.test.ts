import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { commentMarker } from '../../src/report/comment-marker.ts'
import { type CommentSettings, renderComment, upsertComment } from '../../src/report/comment.ts'
import { useEnvironment } from '../support/environment.ts'
import { comment, type FakeGithub, graphqlError, type Refusal, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { outcome, reportOf } from '../support/reports.ts'
import { makeClock, type TestClock } from '../support/transport.ts'

const HEAD = 'a'.repeat(40)
const environment = useEnvironment()
const events = makeFolder({
  'pull-request': '{"pull_request":{"number":7}}',
  head: `{"pull_request":{"number":7,"head":{"sha":"${HEAD}"}}}`,
  push: '{}',
  null: 'null'
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
    expect(calls()).toEqual(['comments 0', 'addComment', 'comments 0', 'comments 0', 'updateIssueComment'])
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

  test('is a separate one for another namespace', async () => {
    await upsert()
    await upsert({}, undefined, 'other')
    expect(github.comments).toHaveLength(2)
  })

  test('links the head commit of the pull request and not the merge commit', async () => {
    environment.set({ GITHUB_EVENT_PATH: join(events, 'head'), GITHUB_SERVER_URL: 'https://github.com' })
    const merge = { sha: 'b'.repeat(40), repositoryUrl: 'https://github.com/fjord/shop' }
    await upsertComment(report, { commit: merge }, settings, new AbortController().signal, clock)
    expect(github.comments[0]?.body).toContain(`href="https://github.com/fjord/shop/commit/${HEAD}"`)
    expect(github.comments[0]?.body).not.toContain(merge.sha)
  })

  test("of another author is left alone, even with the step's marker", async () => {
    github.comments.push(comment('1', `${marker()}\nforged`, false))
    await upsert()
    expect(github.comments.map(({ body }) => body.endsWith('forged'))).toEqual([true, false])
  })

  test('is not a comment that only quotes the marker', async () => {
    github.comments.push(comment('1', `> ${marker()}`))
    await upsert()
    expect(github.comments).toHaveLength(2)
  })

  test('is found on the second page', async () => {
    const others = Array.from({ length: 120 }, (_, index) => comment(`other-${index}`, 'fine', false))
    github.comments.push(...others, comment('own', `${marker()}\nold`))
    await upsert()
    expect(calls()).toEqual(['comments 0', 'comments 100', 'updateIssueComment'])
    expect(github.comments.at(-1)?.body).not.toContain('old')
  })

  test.each(['pull_request', 'pull_request_target'])('is made on the event %s', async (event) => {
    environment.set({ GITHUB_EVENT_NAME: event })
    await upsert()
    expect(github.comments).toHaveLength(1)
  })

  test.each(['push', 'null'])('is not made on an event that names no pull request: %s', async (name) => {
    environment.set({ GITHUB_EVENT_PATH: join(events, name) })
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

  test('is not made without the file of the event', async () => {
    delete process.env['GITHUB_EVENT_PATH']
    await expect(upsert()).rejects.toThrow(/^ENOENT: .* open ''$/)
  })

  test('needs a token', async () => {
    await expect(upsert({ token: '' })).rejects.toThrow(
      'github-token is empty; leave it out to use the token of the job'
    )
  })
})

describe('two comments of a step become one', () => {
  test('when they are found: the oldest is updated and the others are deleted', async () => {
    github.comments.push(comment('1', marker()), comment('2', 'fine', false), comment('3', marker()))
    await upsert()
    expect(github.comments.map(({ id }) => id)).toEqual(['1', '2'])
    expect(environment.printed()).toContain('Deleted 1 duplicate of the comment\n')
  })

  test('when another run makes one at the same time: the older one stays, with the report', async () => {
    refusal = (_request, operation) => {
      if (operation === 'addComment') github.comments.push(comment('other-run', marker()))
      return undefined
    }
    await upsert()
    expect(github.comments.map(({ id }) => id)).toEqual(['other-run'])
    expect(github.comments[0]?.body).toContain('a.json')
  })

  test('when the other run has deleted its own already', async () => {
    github.comments.push(comment('1', marker()), comment('2', marker()))
    refusal = (_request, operation) =>
      operation === 'deleteIssueComment' ? graphqlError('NOT_FOUND', 'no node') : undefined
    await upsert()
    expect(calls()).toEqual(['comments 0', 'updateIssueComment', 'deleteIssueComment'])
  })
})

describe('a transient error of GitHub is retried', () => {
  const json = { 'content-type': 'application/json' }

  test.each([
    ['a reset', { broken: 'before' }],
    ['half a response', { broken: 'within', body: '{}' }],
    ['429', { status: 429, headers: json, body: { message: 'slow down' } }],
    ['502', { status: 502, body: '<html>' }],
    [
      'a secondary rate limit',
      { status: 403, headers: json, body: { message: 'You have exceeded a secondary rate limit' } }
    ],
    ['403 with Retry-After', { status: 403, headers: { ...json, 'retry-after': '1' }, body: { message: 'no' } }],
    [
      'a used up rate limit',
      { status: 403, headers: { ...json, 'x-ratelimit-remaining': '0' }, body: { message: 'no' } }
    ],
    ['RATE_LIMITED', graphqlError('RATE_LIMITED', 'API rate limit exceeded')],
    ['an error without a type', graphqlError(undefined, 'Something went wrong while executing your query.')],
    ['a comment that was deleted meanwhile', graphqlError('NOT_FOUND', 'no node', ['updateIssueComment'])]
  ] as const)('%s', async (_what, answer) => {
    let left = 1
    refusal = () => (left-- > 0 ? answer : undefined)
    await upsert()
    expect(github.comments).toHaveLength(1)
    expect(clock.sleeps).toHaveLength(1)
  })

  test('without a second comment if the first one was made and its response was lost', async () => {
    refusal = (_request, operation) => {
      if (operation !== 'addComment' || github.comments.length > 0) return undefined
      github.comments.push(comment('1', marker()))
      return { broken: 'before' }
    }
    await upsert()
    expect(calls()).toEqual(['comments 0', 'addComment', 'comments 0', 'updateIssueComment'])
    expect(github.comments).toHaveLength(1)
  })

  test('after the time that GitHub asks for, and at most six times', async () => {
    refusal = () => ({ status: 503, headers: { 'retry-after': '3' }, body: 'busy' })
    await expect(upsert()).rejects.toThrow(/^503 busy$/)
    expect(clock.sleeps).toEqual([3000, 3000, 3000, 3000, 3000])
  })

  test('with a longer wait each time', async () => {
    refusal = () => ({ status: 500, body: 'x'.repeat(1000) })
    await expect(upsert()).rejects.toThrow(/^500 x{499}…$/)
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000, 8000])
  })

  test('but not when GitHub asks for a longer wait than the time limit', async () => {
    refusal = () => ({ status: 429, headers: { ...json, 'retry-after': '60' }, body: { message: 'slow down' } })
    await expect(upsert()).rejects.toThrow(/^429 slow down$/)
    expect(clock.sleeps).toEqual([])
  })
})

describe('a response that must not be used is an error without a retry:', () => {
  test.each(['307', '301'])('a redirect with %s, which is not followed', async (status) => {
    const location = `${github.url}/elsewhere`
    refusal = ({ url }) => (url?.endsWith('/graphql') ? { status: Number(status), headers: { location } } : undefined)
    await expect(upsert()).rejects.toThrow(`GitHub redirected the request (HTTP ${status})`)
    expect(github.api.requests.filter(({ url }) => url?.includes('elsewhere'))).toEqual([])
    expect([calls().length, clock.sleeps]).toEqual([1, []])
  })

  const page = (endCursor: unknown, nodes: unknown = []): object => ({
    data: { repository: { pullRequest: { id: 'PR', comments: { nodes, pageInfo: { hasNextPage: true, endCursor } } } } }
  })

  test('more than 16 MiB', async () => {
    refusal = () => ({ body: 'x'.repeat(34_000_000) })
    await expect(upsert()).rejects.toThrow('GitHub answered with more than 16 MiB')
    expect(calls()).toHaveLength(1)
  })

  test('endless pages', async () => {
    let cursor = 0
    refusal = () => ({ headers: { 'content-type': 'application/json' }, body: page(String(++cursor)) })
    await expect(upsert()).rejects.toThrow('GitHub gave pages of comments without an end')
    expect(calls()).toHaveLength(200)
  })

  test('the same page again and again', async () => {
    refusal = () => ({ headers: { 'content-type': 'application/json' }, body: page('1') })
    await expect(upsert()).rejects.toThrow('GitHub gave pages of comments without an end')
    expect(calls()).toHaveLength(2)
  })

  test.each([
    ['text', 'x'],
    ['nothing', {}],
    ['null', { data: null }],
    ['no pull request', { data: { repository: { pullRequest: null } } }],
    ['a cursor that is not text', page({})],
    ['comments that are not a list', page(null, {})],
    ['an own comment without an ID', page(null, [{ body: '', viewerDidAuthor: true }, null])]
  ])('%s', async (what, body) => {
    const text = JSON.stringify(body).replace('"body":""', `"body":${JSON.stringify(marker())}`)
    refusal = () => ({ headers: { 'content-type': 'application/json' }, body: text })
    await expect(upsert()).rejects.toThrow(/^GitHub (answered with something else|gave pages)/)
    expect([what, clock.sleeps]).toEqual([what, []])
  })
})

describe('the advice about permissions', () => {
  const remedy = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read'

  test.each([401, 403, 404])('is given with %s', async (status) => {
    const headers = { 'content-type': 'application/json' }
    refusal = () => ({ status, headers, body: { message: 'Resource not accessible\u202e' } })
    const refused = upsert()
    await expect(refused).rejects.toThrow(`${status} Resource not accessible\\u202e; ${remedy}`)
    await expect(refused).rejects.toMatchObject({ cause: { status } })
    expect(clock.sleeps).toEqual([])
  })

  test.each(['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND'])('is given with %s', async (type) => {
    refusal = () => graphqlError(type, 'Resource not accessible by integration')
    await expect(upsert()).rejects.toThrow(new RegExp(`^Resource not accessible by integration; ${remedy}$`))
  })

  test('is not given with another error', async () => {
    refusal = () => graphqlError('UNPROCESSABLE', 'Body is too long')
    await expect(upsert()).rejects.toThrow(/^Body is too long$/)
  })
})

describe('the attempt to comment ends', () => {
  const wait = setTimeout

  /** Makes timers of this many seconds end at once. */
  function passing(seconds: number): void {
    jest
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((run: () => void, milliseconds: number) =>
        wait(run, milliseconds === seconds * 1000 ? 0 : milliseconds)) as typeof setTimeout)
  }

  test('after 30 s', async () => {
    passing(30)
    refusal = () => Promise.withResolvers<never>().promise
    await expect(upsert()).rejects.toThrow('GitHub did not answer within 30 s')
  })

  test.each(['before', 'while'])('3 s after the run is cancelled, %s it is made', async (when) => {
    passing(3)
    const controller = new AbortController()
    if (when === 'before') controller.abort()
    refusal = () => {
      controller.abort()
      return Promise.withResolvers<never>().promise
    }
    await expect(upsert({}, controller.signal)).rejects.toThrow('GitHub did not answer within 3 s')
  })
})
