import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { commentMarker, renderComment, upsertComment } from '../../src/report/comment.ts'
import { useEnvironment } from '../support/environment.ts'
import { type Comment, comment, type FakeGithub, type Refusal, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const events = makeFolder({ 'pull-request': '{"pull_request":{"number":7}}', push: '{}' })
const settings = { token: 'token-2', namespace: NAMESPACE_ID, environment: '' }
const report = reportOf([outcome('a.json')])
let github: FakeGithub
let refusal: Refusal
let first: number

// One address for all tests: Octokit takes it from the environment as it is loaded.
beforeAll(async () => {
  github = await startFakeGithub((request) => refusal(request))
})

beforeEach(() => {
  refusal = () => undefined
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

/** The requests of this test. */
function calls(): string[] {
  return github.calls().slice(first)
}

describe('the comment', () => {
  test('is made, and found again by the next run', async () => {
    await upsertComment(report, undefined, settings)
    await upsertComment(reportOf([outcome('b.json')]), undefined, settings)
    expect(calls()).toEqual([
      'GET /repos/fjord/shop/issues/7/comments?per_page=100',
      'POST /repos/fjord/shop/issues/7/comments',
      'GET /repos/fjord/shop/issues/7/comments?per_page=100',
      'PATCH /repos/fjord/shop/issues/comments/1'
    ])
    expect(github.comments.map(({ body }) => body)).toEqual([
      renderComment(reportOf([outcome('b.json')]), undefined, commentMarker(settings))
    ])
    const address = 'https://github.com/fjord/shop/pull/7#issuecomment-1'
    expect(environment.printed()).toBe(`Made the comment ${address}\nUpdated the comment ${address}\n`)
    expect(github.api.requests.at(-1)?.headers).toMatchObject({
      'user-agent': expect.stringContaining('kv-put-action'),
      authorization: 'token token-2'
    })
  })

  test('is one for each namespace and environment', async () => {
    for (const other of [{}, { namespace: 'other' }, { environment: 'staging' }]) {
      await upsertComment(report, undefined, { ...settings, ...other })
    }
    expect(github.comments).toHaveLength(3)
  })

  test.each([
    { who: 'a bot', type: 'Bot', association: 'NONE', isUpdated: true },
    { who: 'an owner', type: 'User', association: 'OWNER', isUpdated: true },
    { who: 'a member', type: 'User', association: 'MEMBER', isUpdated: true },
    { who: 'a collaborator', type: 'User', association: 'COLLABORATOR', isUpdated: true },
    { who: 'a contributor', type: 'User', association: 'CONTRIBUTOR', isUpdated: false },
    { who: 'a stranger', type: 'User', association: 'NONE', isUpdated: false }
  ])('of $who is updated: $isUpdated', async ({ type, association, isUpdated }) => {
    github.comments.push(comment(1, `${commentMarker(settings)}\nold`, type, association))
    await upsertComment(report, undefined, settings)
    expect(github.comments).toHaveLength(isUpdated ? 1 : 2)
    expect(github.comments[0]?.body.endsWith('old')).toBe(!isUpdated)
  })

  test("of an author who is gone is nobody's", async () => {
    github.comments.push({ ...comment(1, commentMarker(settings)), user: null })
    await upsertComment(report, undefined, settings)
    expect(github.comments).toHaveLength(2)
  })

  test('is not one that quotes the marker', async () => {
    github.comments.push(comment(1, `> ${commentMarker(settings)}`))
    await upsertComment(report, undefined, settings)
    expect(github.comments).toHaveLength(2)
  })

  test('is found among others, of which some have no text', async () => {
    const withoutText = { ...comment(1, ''), body: undefined }
    github.comments.push(withoutText as unknown as Comment, comment(2, `${commentMarker(settings)}\nold`))
    await upsertComment(report, undefined, settings)
    expect(calls().at(-1)).toBe('PATCH /repos/fjord/shop/issues/comments/2')
  })

  test.each(['pull_request', 'pull_request_target'])('is made on the event %s', async (event) => {
    environment.set({ GITHUB_EVENT_NAME: event })
    await upsertComment(report, undefined, settings)
    expect(github.comments).toHaveLength(1)
  })

  test('is not made on an event that names no pull request', async () => {
    environment.set({ GITHUB_EVENT_PATH: join(events, 'push') })
    await expect(upsertComment(report, undefined, settings)).rejects.toThrow('the event names no pull request')
    expect(calls()).toEqual([])
  })

  test.each(['push', ''])('is not made on another event: "%s"', async (event) => {
    environment.set({ GITHUB_EVENT_NAME: event })
    if (event === '') delete process.env['GITHUB_EVENT_NAME']
    await upsertComment(report, undefined, settings)
    expect(environment.printed()).toBe(`No comment is made on the event "${event}", only on a pull_request\n`)
    expect(calls()).toEqual([])
  })

  test('is not made without the file of the event', async () => {
    delete process.env['GITHUB_EVENT_PATH']
    await expect(upsertComment(report, undefined, settings)).rejects.toThrow(/^ENOENT: .* open ''$/)
  })

  test.each([401, 403, 404])('that GitHub refuses with %s is an error with the remedy', async (status) => {
    const headers = { 'content-type': 'application/json' }
    refusal = () => ({ status, headers, body: { message: 'Resource not accessible\u202e' } })
    const refused = upsertComment(report, undefined, settings)
    await expect(refused).rejects.toThrow(
      `${status} Resource not accessible\\u202e; give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read`
    )
    await expect(refused).rejects.toMatchObject({ cause: { status } })
  })

  test('that GitHub cannot take is an error without it', async () => {
    refusal = () => ({ status: 500, body: 'x'.repeat(1000) })
    await expect(upsertComment(report, undefined, settings)).rejects.toThrow(/^x{499}…$/)
  })

  test.each([
    { run: 'ended by itself', cancelledBy: undefined, seconds: 30 },
    { run: 'was cancelled', cancelledBy: 'SIGINT', seconds: 3 }
  ])('of a run that $run is given up after $seconds s', async ({ cancelledBy, seconds }) => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    const asked = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(0))
    refusal = () => Promise.withResolvers<never>().promise
    const given = upsertComment({ ...report, ...(cancelledBy && { cancelledBy }) }, undefined, settings)
    await expect(given).rejects.toThrow(`GitHub did not answer within ${seconds} s`)
    expect(asked.mock.calls).toEqual([[seconds * 1000]])
  })

  test('needs a token', async () => {
    const withoutToken = upsertComment(report, undefined, { ...settings, token: '' })
    await expect(withoutToken).rejects.toThrow('github-token is empty; leave it out to use the token of the job')
  })
})
