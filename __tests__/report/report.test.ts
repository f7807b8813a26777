import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { writeReportFile } from '../../src/report/file.ts'
import { trackProgress } from '../../src/report/progress.ts'
import { failureMessage, reportDefect, reportProblems } from '../../src/report/report.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

describe('a report', () => {
  test('is a success when every key was written', () => {
    const report = reportOf([outcome('a'), outcome('b')])
    expect(report).toMatchObject({ success: true, totals: { written: 2, unchanged: 0, deleted: 0, failed: 0 } })
    expect(failureMessage(report)).toBeUndefined()
  })

  test('is no success when one was not', () => {
    const report = reportOf([outcome('a'), outcome('b', '10033 no')])
    expect(report).toMatchObject({ success: false, totals: { written: 1, failed: 1 } })
  })

  test('of a run without keys is a success', () => {
    expect(reportOf([])).toMatchObject({ success: true, totals: { written: 0, failed: 0 } })
  })

  test('of a plan with problems has every key, none written, and each problem with its key', () => {
    const entries = [outcome('a'), outcome('b')].map(({ entry }) => entry)
    const report = reportProblems(NAMESPACE_ID, entries, [
      { message: 'is wrong', key: 'b' },
      { message: 'ttl is wrong' },
      { message: 'and long', key: 'b' }
    ])
    expect(report).toMatchObject({ success: false, totals: { written: 0, failed: 2 } })
    expect(report.outcomes).toEqual([
      { entry: entries[0], status: 'not-started' },
      { entry: entries[1], status: 'failed', error: 'is wrong; and long' }
    ])
  })
})

describe('a failure message', () => {
  test('counts and names what was not written', () => {
    const outcomes = [outcome('ok'), outcome('a', '10033 no'), outcome('b', '10033 no'), outcome('c', '10034 no')]
    expect(failureMessage(reportOf(outcomes))).toBe(
      `3 of 4 keys were not written to ${NAMESPACE_ID}: a, b (10033 no); c (10034 no)`
    )
  })

  test('agrees with a single key', () => {
    expect(failureMessage(reportOf([outcome('a', 'no')]))).toBe(`1 of 1 key was not written to ${NAMESPACE_ID}: a (no)`)
  })

  test('names ten keys for an error and three errors, and counts the rest', () => {
    const outcomes = Array.from({ length: 1200 }, (_, index) => outcome(`key${index}`, `error ${index % 5}`))
    const message = failureMessage(reportOf(outcomes)) ?? ''
    expect(message).toMatch(/^1,200 of 1,200 keys were not written/)
    expect(message.match(/key\d+/g)).toHaveLength(30)
    expect(message).toContain('key45, and 230 more (error 0); ')
    expect(message).toMatch(/\(error 2\); and 2 more errors$/)
  })

  test('puts a key in quotes where it would not be seen for what it is', () => {
    const outcomes = ['', 'a b', 'a\nb', 'a,b', 'plain/é'].map((key) => outcome(key, 'no'))
    expect(failureMessage(reportOf(outcomes))).toContain(': "", "a b", "a\\nb", "a,b", plain/é (no)')
  })

  test('tells the one problem of a plan', () => {
    const report = reportProblems('', [], [{ message: 'ttl is wrong' }])
    expect(failureMessage(report)).toBe('Nothing was written: ttl is wrong')
  })

  test('tells the first 20 problems of a plan and counts the rest', () => {
    const problems = Array.from({ length: 1025 }, (_, index) => ({ message: `problem ${index}` }))
    const lines = failureMessage(reportProblems('', [], problems))?.split('\n') ?? []
    expect(lines).toHaveLength(22)
    expect(lines[0]).toBe('Nothing was written, for 1,025 problems:')
    expect(lines.slice(19)).toEqual(['- problem 18', '- problem 19', 'and 1,005 more'])
  })
})

test('the report file has a record for every key, and the totals', async () => {
  const folder = makeFolder()
  const paths = [
    await writeReportFile(reportOf([outcome('a'), outcome('b', 'no')]), folder),
    await writeReportFile(reportProblems('', [], [{ message: 'ttl is wrong' }]), folder)
  ]
  expect(paths.every((path) => path.startsWith(join(folder, 'kv-put-action-')))).toBe(true)
  expect(new Set(paths.map(dirname)).size).toBe(2)
  expect(paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as unknown)).toEqual([
    {
      success: false,
      namespace_id: NAMESPACE_ID,
      totals: { written: 1, unchanged: 0, deleted: 0, failed: 1 },
      problems: [],
      records: [
        { key: 'a', source: 'a', size: 10, status: 'written' },
        { key: 'b', source: 'b', size: 10, status: 'failed', error: 'no' }
      ],
      errors: [],
      messages: [],
      result: null
    },
    {
      success: false,
      namespace_id: '',
      totals: { written: 0, unchanged: 0, deleted: 0, failed: 0 },
      problems: ['ttl is wrong'],
      records: [],
      errors: [],
      messages: [],
      result: null
    }
  ])
})

test('the report of a defect says what it was', async () => {
  const path = await writeReportFile(reportDefect(NAMESPACE_ID, 'x is undefined'), makeFolder())
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    success: false,
    defect: 'x is undefined',
    records: []
  })
})

describe('progress', () => {
  test('is told at most once in five seconds, and not at the end', () => {
    const lines: string[] = []
    let time = 0
    const onOutcome = trackProgress({ keys: 12, bytes: 120 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => time
    })
    for (let done = 0; done < 12; done++) {
      time += 2000
      onOutcome(outcome(`key${done}`))
    }
    expect(lines).toEqual([
      '3 of 12 keys done, 30 B of 120 B',
      '6 of 12 keys done, 60 B of 120 B',
      '9 of 12 keys done, 90 B of 120 B'
    ])
  })

  test('is told when five seconds are over, and not before', () => {
    const lines: string[] = []
    let time = 0
    const onOutcome = trackProgress({ keys: 4, bytes: 40 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => time
    })
    for (time of [4999, 5000, 9999]) onOutcome(outcome(String(time)))
    expect(lines).toEqual(['2 of 4 keys done, 20 B of 40 B'])
  })

  test('is not told of work that is soon done', () => {
    const lines: string[] = []
    const onOutcome = trackProgress({ keys: 2, bytes: 20 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => 0
    })
    for (const key of ['a', 'b']) onOutcome(outcome(key))
    expect(lines).toEqual([])
  })
})
