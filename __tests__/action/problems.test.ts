import { symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { makeFolder } from '../support/folders.ts'

const GIVEN = { 'api-token': 'token-1', 'account-id': 'account', namespace: '0f2ac74b498b48028cb68387c421e279' }
const outside = makeFolder({ secret: 'x' })
const workspace = makeFolder({ 'a.json': '1', 'a.yaml': '2' })
symlinkSync(join(outside, 'secret'), join(workspace, 'link'))
writeFileSync(join(workspace, 'large'), '')
truncateSync(join(workspace, 'large'), 26_214_401)

test('all problems of inputs, files and keys are reported together', async () => {
  const { log, summary } = await runAction({
    workspace,
    with: {
      ...GIVEN,
      'api-token': '',
      glob: 'link\na.*\nlarge',
      'strip-extension': 'true',
      ttl: '5',
      concurrency: '99'
    }
  })
  const failure = log.split('\n').find((line) => line.startsWith('::error::')) ?? ''
  const problems = failure.split('%0A- ').slice(1)
  expect(failure).toContain('for 6 problems:')
  expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
    'api-token is',
    'ttl must',
    'concurrency must',
    'file "link"',
    'key "large"',
    'key "a"'
  ])
  for (const problem of problems) expect(summary).toContain(problem.replaceAll('"', '&quot;').slice(0, 30))
  expect(log).toMatch(/^::error title=Not written to Workers KV,file=link::file "link"/m)
})

test('the first 20 of many problems are listed, with the number of the others', async () => {
  const names = Array.from(
    { length: 30 },
    (_, index) => `${index}/${'k'.repeat(200)}/${'k'.repeat(200)}/${'k'.repeat(200)}`
  )
  const many = makeFolder(Object.fromEntries(names.map((name) => [name, ''])))
  const { log } = await runAction({ workspace: many, with: { ...GIVEN, glob: '**' } })
  const failure = log.split('\n').find((line) => line.startsWith('::error::')) ?? ''
  expect(failure.split('%0A')).toHaveLength(22)
  expect(failure).toMatch(/for 30 problems:.*%0Aand 10 more$/)
})

test('thousands of files with one key are one problem, in a bounded report', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `chunk.${index}`)
  const chunks = makeFolder(Object.fromEntries(names.map((name) => [name, ''])))
  const { exitCode, log, report } = await runAction({
    workspace: chunks,
    with: { ...GIVEN, glob: '*', 'strip-extension': 'true' },
    env: { NODE_OPTIONS: '--max-old-space-size=100' }
  })
  expect(exitCode).toBe(1)
  const failure = log.split('\n').find((line) => line.startsWith('::error::')) ?? ''
  expect(failure).toMatch(/^::error::Nothing was written: key "chunk" /)
  expect(failure.length).toBeLessThan(4000)
  expect(report).toMatchObject({ problems: [expect.stringMatching(/^key "chunk" .{1,1000}$/)] })
  expect(JSON.stringify(report).length).toBeLessThan(10_000 * 400)
})
