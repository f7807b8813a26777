import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { runAction, type StepResult } from '../../demo/run-action.ts'
import type { Answer } from '../support/fake-api.ts'
import { type FakeGithub, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'

const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'
const HOSTILE = `</code></table><img src=x onerror=alert(1)> @team #1 <!-- kv-put-action: -->`

let github: FakeGithub

afterEach(() => github.api.close())

function run(inputs: Readonly<Record<string, string>> = {}, env: Record<string, string> = {}): Promise<StepResult> {
  const workspace = makeFolder({ event: '{"pull_request":{"number":7}}' })
  return runAction({
    workspace,
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: NAMESPACE,
      'api-base-url': github.api.baseUrl,
      key: 'k',
      value: 'the value',
      comment: 'true',
      ...inputs
    },
    env: {
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(workspace, 'event'),
      GITHUB_WORKFLOW: 'Publish',
      GITHUB_JOB: 'publish',
      GITHUB_ACTION: 'flags',
      GITHUB_TOKEN: 'token-2',
      ...env
    }
  })
}

test('a run creates a comment with the masked token of the job, and the next run updates it', async () => {
  github = await startFakeGithub()
  const { exitCode, log, summary } = await run()
  expect(exitCode).toBe(0)
  expect(log).toContain('::add-mask::token-2\n')
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/^<!-- kv-put-action \w+ -->\n/)])
  expect(github.comments[0]?.body.split('\n').slice(1).join('\n')).toBe(summary.trimEnd())
  expect(github.comments[0]?.body).not.toContain('the value')
  expect(github.api.requests.at(-1)?.headers.authorization).toBe('token token-2')

  await run({ ttl: '7d' })
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('7d after the write')])
})

test('transient errors of GitHub are retried, and redirects are not followed', async () => {
  const answers: Answer[] = [{ status: 502, body: '<html>' }, { broken: 'before' }]
  github = await startFakeGithub(() => answers.shift())
  expect((await run()).log).toContain('Made the comment')
  await github.api.close()

  github = await startFakeGithub(({ url, headers }) =>
    url === '/graphql' ? { status: 307, headers: { location: `http://${headers.host}/client/v4/stolen` } } : undefined
  )
  const { exitCode, log } = await run()
  expect(exitCode).toBe(0)
  expect(log).toContain('::warning::The comment could not be written: http://127')
  expect(github.api.requests.filter(({ url }) => url?.endsWith('stolen'))).toEqual([])
})

test('a failed step also comments, and hostile text is shown as text', async () => {
  github = await startFakeGithub()
  const { exitCode, summary } = await run({ key: HOSTILE.repeat(20) })
  expect(exitCode).toBe(1)
  const [body = ''] = github.comments.map(({ body }) => body)
  expect(body.split('\n').slice(1).join('\n')).toBe(summary.trimEnd())
  expect(body.replace(/<code>[^<]*<\/code>/g, '')).not.toMatch(/<img|@team|#1|kv-put-action: -->/)
  expect(body).not.toMatch(/\n\s*\n/)
})

test.each([{ status: 403, message: 'Resource not accessible by integration' }])(
  'a token that GitHub rejects with $status causes one warning that says what to do',
  async ({ status, message }) => {
    github = await startFakeGithub((_request, operation) =>
      operation === 'addComment'
        ? { status, headers: { 'content-type': 'application/json' }, body: { message } }
        : undefined
    )
    const { exitCode, log, outputs } = await run()
    expect({ exitCode, success: outputs['success'] }).toEqual({ exitCode: 0, success: 'true' })
    expect(log.match(/^::(warning|error)::.*$/gm)).toEqual([
      `::warning::The comment could not be written: HTTP ${status} ${message}; give the job the permission ` +
        'pull-requests: write; for a fork, GitHub gives a token that can only read'
    ])
  }
)

test('an unexpected response of GitHub causes a warning', async () => {
  github = await startFakeGithub(() => ({ body: '<html>\n::error::bad' }))
  const { exitCode, log } = await run()
  expect(exitCode).toBe(0)
  const warnings = log.match(/^::(warning|error)::.*$/gm) ?? []
  expect(warnings).toEqual([
    expect.stringMatching(/^::warning::The comment could not be written: \S+ has no GraphQL API, which comment needs$/)
  ])
})

test('a comment is sent through the proxy of the runner', async () => {
  github = await startFakeGithub()
  const proxy = { http_proxy: github.url, no_proxy: '127.0.0.1' }
  const { log } = await run({}, { ...proxy, GITHUB_API_URL: 'http://api.github.test' })
  expect(log).toContain('Made the comment')
  expect(github.api.requests.at(-1)?.url).toBe('http://api.github.test/graphql')
})
