import { describe, expect, test } from '@jest/globals'
import { failureMessage, reportProblems } from '../../src/report/report.ts'
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
