import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { writeReportFile } from '../../src/report/file.ts'
import { makeFolder } from '../support/folders.ts'
import { useRuns } from '../support/runs.ts'

const runs = useRuns()

test('the example in docs/report.md is the report of a run', async () => {
  const [, example = ''] = /^## Report\n[^]*?^```json\n([^]*?)^```$/m.exec(readFileSync('docs/report.md', 'utf8')) ?? []
  runs.answer = () => ({
    body: {
      success: true,
      errors: [],
      messages: [],
      result: { successful_key_count: 1, unsuccessful_keys: ['flags/beta'] }
    }
  })
  const selection = { entries: 'flags/checkout: on\nflags/beta: off\n' }
  const { report } = await runs.run(runs.inputs({}, { selection, maxRetries: 5 }))
  const file = await writeReportFile(report, makeFolder())
  expect(JSON.parse(example)).toEqual(JSON.parse(readFileSync(file, 'utf8')))
})
