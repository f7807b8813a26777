import { describe, expect, test } from '@jest/globals'
import { annotateFailures } from '../../src/report/failure-message.ts'
import { useEnvironment } from '../support/environment.ts'
import { NAMESPACE_ID, outcome, problemReport, reportOf } from '../support/reports.ts'

const environment = useEnvironment()

describe('annotations', () => {
  test('are made for failed files, with escaped names', () => {
    annotateFailures(reportOf([outcome('ok.json'), outcome('a,b:c\n.json', '10033 no')]))
    expect(environment.printed()).toBe(
      '::error title=Not written to Workers KV,file=a%2Cb%3Ac%0A.json::key "a,b:c\\n.json" was not written: 10033 no\n'
    )
  })

  test('have at most 4,000 characters', () => {
    const problems = [{ message: 'x'.repeat(5000), location: { file: 'a.json' } }]
    annotateFailures(problemReport(NAMESPACE_ID, [], problems))
    expect(environment.printed()).toBe(`::error title=Not written to Workers KV,file=a.json::${'x'.repeat(3999)}…\n`)
  })

  test('are made for problems of files, with their line', () => {
    const problems = [{ message: 'is wrong', location: { file: 'a.json', line: 3 } }, { message: 'ttl is wrong' }]
    annotateFailures(problemReport(NAMESPACE_ID, [], problems))
    expect(environment.printed()).toBe('::error title=Not written to Workers KV,file=a.json,line=3::is wrong\n')
  })

  test.each(['/home/runner/work/_temp/list.yaml', '../list.yaml', 'a/../../list.yaml', '..'])(
    'name no file outside the workspace: %s',
    (file) => {
      annotateFailures(problemReport(NAMESPACE_ID, [], [{ message: 'is wrong', location: { file, line: 3 } }]))
      expect(environment.printed()).toBe('::error title=Not written to Workers KV::is wrong\n')
    }
  )

  test('are not made for files if the run ended early for another reason', () => {
    annotateFailures({ ...reportOf([outcome('a.json', 'HTTP 401')]), ended: 'HTTP 401' })
    expect(environment.printed()).toBe('')
  })

  test('are at most nine, because a step has ten and its own failure is one', () => {
    annotateFailures(reportOf(Array.from({ length: 12 }, (_, index) => outcome(`${index}.json`, 'no'))))
    const lines = environment.printed().trimEnd().split('\n')
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(9)
    expect(lines.at(-1)).toBe('3 more files failed; see the report')
  })

  test('are not made for a value without a file, which the failure of the step names', () => {
    annotateFailures(
      reportOf([
        { ...outcome('a', 'no'), entry: { key: 'a', value: { bytes: Buffer.of(), size: 0 }, source: 'value' } }
      ])
    )
    expect(environment.printed()).toBe('')
  })
})
