import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { commentMarker, renderComment, upsertComment } from '../../src/report/comment.ts'
import { useEnvironment } from '../support/environment.ts'
import { type Comment, comment, type FakeGithub, type Refusal, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { outcome, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const events = makeFolder({ 'pull-request': '{"pull_request":{"number":7}}', push: '{}' })
const settings = { token: 'token-2', environment: '' }
const marker = (): string => commentMarker('shop')
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

function upsert(given = settings, cancelled = new AbortController().signal, namespace = 'shop'): Promise<void> {
  return upsertComment(report, { namespace }, given, cancelled)
}

/** The requests of this test. */
function calls(): string[] {
  return github.calls().slice(first)
}

describe('the comment', () => {
  test('is made, and found again by the next run', async () => {
    await upsert()
    environment.set({ GITHUB_SERVER_URL: 'https://github.com', GITHUB_RUN_ID: '42' })
    await upsertComment(reportOf([outcome('b.json')]), { namespace: 'shop' }, settings, new AbortController().signal)
    expect(calls()).toEqual([
      'GET /repos/fjord/shop/issues/7/comments?per_page=100',
      'POST /repos/fjord/shop/issues/7/comments',
      'GET /repos/fjord/shop/issues/7/comments?per_page=100',
      'PATCH /repos/fjord/shop/issues/comments/1'
    ])
    const context = { namespace: 'shop', runUrl: 'https://github.com/fjord/shop/actions/runs/42' }
    expect(github.comments.map(({ body }) => body)).toEqual([
      renderComment(reportOf([outcome('b.json')]), context, marker())
    ])
    const address = 'https://github.com/fjord/shop/pull/7#issuecomment-1'
    expect(environment.printed()).toBe(`Made the comment ${address}\nUpdated the comment ${address}\n`)
    expect(github.api.requests.at(-1)?.headers).toMatchObject({
      'user-agent': expect.stringContaining('kv-put-action'),
      authorization: 'token token-2'
    })
  })

  test('is one for each namespace and environment', async () => {
    for (const [namespace, environment] of [
      ['shop', ''],
      ['other', ''],
      ['shop', 'staging']
    ] as const) {
      await upsert({ ...settings, environment }, undefined, namespace)
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
    github.comments.push(comment(1, `${marker()}\nold`, type, association))
    await upsert()
    expect(github.comments).toHaveLength(isUpdated ? 1 : 2)
    expect(github.comments[0]?.body.endsWith('old')).toBe(!isUpdated)
  })

  test("of an author who is gone is nobody's", async () => {
    github.comments.push({ ...comment(1, marker()), user: null })
    await upsert()
    expect(github.comments).toHaveLength(2)
  })

  test('is not one that quotes the marker', async () => {
    github.comments.push(comment(1, `> ${marker()}`))
    await upsert()
    expect(github.comments).toHaveLength(2)
  })

  test('is found among others, of which some have no text', async () => {
    const withoutText = { ...comment(1, ''), body: undefined }
    github.comments.push(withoutText as unknown as Comment, comment(2, `${marker()}\nold`))
    await upsert()
    expect(calls().at(-1)).toBe('PATCH /repos/fjord/shop/issues/comments/2')
  })

  test.each(['pull_request', 'pull_request_target'])('is made on the event %s', async (event) => {
    environment.set({ GITHUB_EVENT_NAME: event })
    await upsert()
    expect(github.comments).toHaveLength(1)
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

  test('is not made without the file of the event', async () => {
    delete process.env['GITHUB_EVENT_PATH']
    await expect(upsert()).rejects.toThrow(/^ENOENT: .* open ''$/)
  })

  test.each([401, 403, 404])('that GitHub refuses with %s is an error with the remedy', async (status) => {
    const headers = { 'content-type': 'application/json' }
    refusal = () => ({ status, headers, body: { message: 'Resource not accessible\u202e' } })
    const refused = upsert()
    await expect(refused).rejects.toThrow(
      `${status} Resource not accessible\\u202e; give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read`
    )
    await expect(refused).rejects.toMatchObject({ cause: { status } })
  })

  test('that GitHub cannot take is an error without it', async () => {
    refusal = () => ({ status: 500, body: 'x'.repeat(1000) })
    await expect(upsert()).rejects.toThrow(/^x{499}…$/)
  })

  describe('is given up', () => {
    const wait = setTimeout

    /** Has timers of so many seconds end at once. */
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
      await expect(upsert(settings, controller.signal)).rejects.toThrow('GitHub did not answer within 3 s')
    })
  })

  test('needs a token', async () => {
    const withoutToken = upsert({ ...settings, token: '' })
    await expect(withoutToken).rejects.toThrow('github-token is empty; leave it out to use the token of the job')
  })
})
