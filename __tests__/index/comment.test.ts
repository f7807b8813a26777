import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type FakeGithub, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { useIndexRuns } from '../support/index-run.ts'

const index = useIndexRuns()
const events = makeFolder({ 'pull-request': '{"pull_request":{"number":7}}' })
let github: FakeGithub

beforeAll(async () => {
  github = await startFakeGithub()
})

afterAll(() => github.api.close())

beforeEach(() => {
  github.comments.length = 0
  index.set({
    GITHUB_API_URL: github.url,
    GITHUB_RUN_ID: '42',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: join(events, 'pull-request'),
    INPUT_COMMENT: 'true',
    'INPUT_GITHUB-TOKEN': 'token-2'
  })
})

test('a run with comment: true comments the summary, including the commit', async () => {
  await index.run()
  expect(github.comments).toHaveLength(1)
  const [heading = '', ...rest] = index.summary().trimEnd().split('</p>')
  expect(github.comments[0]?.body).toContain(
    `${heading}, <a href="https://github.com/fjord/shop/actions/runs/42">run</a></p>`
  )
  expect(github.comments[0]?.body).toContain(rest.join('</p>'))
  expect(index.summary()).toContain('<code>3f1c9a2</code>')
})

test('a run with summary: false still comments', async () => {
  index.set({ INPUT_SUMMARY: 'false' })
  await index.run()
  expect(github.comments[0]?.body).toContain('1 written')
})

test('a failed run comments too', async () => {
  index.answer = () => ({ status: 400 })
  await index.run()
  expect(github.comments[0]?.body).toContain('✗ 1 ')
  expect(process.exitCode).toBe(1)
})

test('a comment that cannot be made causes a warning', async () => {
  index.set({ 'INPUT_GITHUB-TOKEN': '' })
  const outputs = await index.run()
  expect(outputs['success']).toBe('true')
  expect(index.printed()).toContain('::warning::The comment could not be written: github-token is empty')
  expect(process.exitCode).toBeUndefined()
})

test('a run with comment: false does not comment', async () => {
  index.set({ INPUT_COMMENT: 'false' })
  await index.run()
  expect(github.comments).toEqual([])
  expect(index.printed()).not.toContain('::warning')
})
