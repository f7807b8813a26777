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
