import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { commentMarker, renderComment, upsertComment } from '../../src/report/comment.ts'
import { reportProblems } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/text.ts'
import { useEnvironment } from '../support/environment.ts'
import { comment, type FakeGithub, type Refusal, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const events = makeFolder({ 'pull-request': '{"pull_request":{"number":7}}', push: '{}' })
const settings = { token: 'token-2', namespace: NAMESPACE_ID, environment: '' }
const report = reportOf([outcome('a.json')])
let github: FakeGithub
let refusal: Refusal

beforeEach(async () => {
  refusal = () => undefined
  github = await startFakeGithub((request) => refusal(request))
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

afterEach(() => github.api.close())

describe('the marker', () => {
  test('names workflow, job, step, namespace and environment', () => {
    expect(commentMarker({ namespace: 'shop flags', environment: 'staging' })).toBe(
      '<!-- kv-put-action: Publish%20flags/publish/__org_kv-put-action/shop%20flags/staging -->'
    )
  })

  test('is one comment whatever the names hold', () => {
    environment.set({ GITHUB_WORKFLOW: `--><img src=x>\n\n@team/${'é'.repeat(70_000)}` })
    const marker = commentMarker(settings)
    expect(marker).toMatch(/^<!-- kv-put-action: [^\s<>@]+ -->$/)
    expect(marker.length).toBeLessThan(2000)
  })
})

describe('the text', () => {
  const marker = '<!-- marker -->'

  test('is the summary below the marker', () => {
    expect(renderComment(report, undefined, marker)).toBe(`${marker}\n${renderSummary(report, undefined)}`)
  })

  test('of 20,000 keys fits, failures first, and counts what it leaves out', () => {
    const written = Array.from({ length: 20_000 }, (_, index) => outcome(`written/${index}/é`))
    const body = renderComment(reportOf([...written, outcome('failed', 'no')]), undefined, marker)
    const rows = body.split('<tr><td>').length - 1
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(utf8Length(body)).toBeGreaterThan(64_500)
    expect(body.indexOf('<code>failed</code>')).toBeLessThan(body.indexOf('<code>written/'))
    expect(body).toMatch(
      new RegExp(`</table>\n<p>and ${(20_001 - rows).toLocaleString('en-US')} more, in the report</p>$`)
    )
  })

  test('of long problems fits, and counts what it leaves out', () => {
    const problems = Array.from({ length: 20 }, () => ({ message: '"'.repeat(2000) }))
    const body = renderComment(reportProblems('', [outcome('a').entry], problems), undefined, marker)
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(body).toContain('</li>\n<li>and 10 more</li>\n</ul>')
    expect(body).toContain('<td><code>a</code></td>')
  })
})

describe('the comment', () => {
  test('is made, and found again by the next run', async () => {
    await upsertComment(report, undefined, settings)
    await upsertComment(reportOf([outcome('b.json')]), undefined, settings)
    expect(github.calls()).toEqual([
      'GET /repos/fjord/shop/issues/7/comments?per_page=100',
      'POST /repos/fjord/shop/issues/7/comments',
      'GET /repos/fjord/shop/issues/7/comments?per_page=100',
      'PATCH /repos/fjord/shop/issues/comments/1'
    ])
    expect(github.comments.map(({ body }) => body)).toEqual([
      renderComment(reportOf([outcome('b.json')]), undefined, commentMarker(settings))
    ])
    expect(environment.printed()).toContain('Made the comment https://github.com/fjord/shop/pull/7#issuecomment-1\n')
    expect(environment.printed()).toContain('Updated the comment')
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

  test('is not one that quotes the marker', async () => {
    github.comments.push(comment(1, `> ${commentMarker(settings)}`))
    await upsertComment(report, undefined, settings)
    expect(github.comments).toHaveLength(2)
  })

  test('is made on an event that names a pull request, and on no other', async () => {
    environment.set({ GITHUB_EVENT_PATH: join(events, 'push') })
    await expect(upsertComment(report, undefined, settings)).rejects.toThrow('the event names no pull request')
    environment.set({ GITHUB_EVENT_NAME: 'push' })
    await upsertComment(report, undefined, settings)
    expect(environment.printed()).toBe('No comment is made on the event "push", only on a pull_request\n')
    expect(github.calls()).toEqual([])
  })

  test('that GitHub refuses is an error with the remedy', async () => {
    const headers = { 'content-type': 'application/json' }
    refusal = () => ({ status: 403, headers, body: { message: 'Resource not accessible\u202e' } })
    await expect(upsertComment(report, undefined, settings)).rejects.toThrow(
      '403 Resource not accessible\\u202e; give the job the permission pull-requests: write'
    )
  })

  test('of a run that was cancelled is soon given up', async () => {
    refusal = () => Promise.withResolvers<never>().promise
    const cancelled = upsertComment({ ...report, cancelledBy: 'SIGINT' }, undefined, settings)
    await expect(cancelled).rejects.toThrow('GitHub did not answer within 3 s')
  })

  test('needs a token', async () => {
    const withoutToken = upsertComment(report, undefined, { ...settings, token: '' })
    await expect(withoutToken).rejects.toThrow('github-token is empty; leave it out to use the token of the job')
  })
})
