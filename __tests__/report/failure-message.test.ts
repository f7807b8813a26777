import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../src/publish/outcome.ts'
import { failureMessage, fitFailureMessage } from '../../src/report/failure-message.ts'
import { reportDefect } from '../../src/report/report.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, reportOf } from '../support/reports.ts'

function deletion(key: string, error?: string): Outcome {
  const entry = { key, source: 'prune' } as const
  return error === undefined ? { entry, status: 'deleted' } : { entry, status: 'failed', error }
}

describe('a failure message', () => {
  test('is undefined if all keys were written', () => {
    expect(failureMessage(reportOf([outcome('a'), outcome('b')]))).toBeUndefined()
  })

  test('counts and names the keys that were not written', () => {
    const outcomes = [outcome('ok'), outcome('a', '10033 no'), outcome('b', '10033 no'), outcome('c', '10034 no')]
    expect(failureMessage(reportOf(outcomes))).toBe(
      `3 of 4 keys were not written to ${NAMESPACE_ID}: 10033 no (a, b); 10034 no (c)`
    )
  })

  test('uses the singular for a single key', () => {
    const untouched = (['unchanged', 'kept'] as const).map((status) => ({ ...outcome(status), status }))
    expect(failureMessage(reportOf([...untouched, outcome('a', 'no')]))).toBe(
      `1 of 1 key was not written to ${NAMESPACE_ID}: no (a)`
    )
    expect(failureMessage(reportOf([outcome('a', 'no')]))).toBe(`1 of 1 key was not written to ${NAMESPACE_ID}: no (a)`)
  })

  test('names ten keys for an error and three errors, and counts the rest', () => {
    const outcomes = Array.from({ length: 1200 }, (_, index) => outcome(`key${index}`, `error ${index % 5}`))
    const message = failureMessage(reportOf(outcomes)) ?? ''
    expect(message).toMatch(/^1,200 of 1,200 keys were not written/)
    expect(message.match(/key\d+/g)).toHaveLength(30)
    expect(message).toContain('key45, and 230 more); error 1 (')
    expect(message).toMatch(/; error 2 \([^)]+\); and 2 more errors$/)
  })

  test('does not count the rest if all keys and errors are named', () => {
    const outcomes = Array.from({ length: 30 }, (_, index) => outcome(`key${index}`, `error ${index % 3}`))
    expect(failureMessage(reportOf(outcomes))).not.toContain('more')
  })

  test('puts a key in quotes if it would be hard to recognize', () => {
    const keys = ['', 'a b', 'a\nb', 'a,b', 'a(b', 'a)', 'a\u200bb', 'plain/é']
    expect(failureMessage(reportOf(keys.map((key) => outcome(key, 'no'))))).toContain(
      ': no ("", "a b", "a\\nb", "a,b", "a(b", "a)", "a\\u200bb", plain/é)'
    )
  })

  test('names the keys that were not deleted after the keys that were not written', () => {
    const outcomes = [outcome('a'), outcome('b', 'no'), deletion('c'), deletion('d', 'never'), deletion('e', 'never')]
    expect(failureMessage(reportOf(outcomes))).toBe(
      `1 of 2 keys were not written to ${NAMESPACE_ID}: no (b). 2 of 3 keys were not deleted from ${NAMESPACE_ID}: never (d, e)`
    )
  })

  test('names only the keys that were not deleted if all keys were written', () => {
    expect(failureMessage(reportOf([outcome('a'), deletion('b', 'never')]))).toBe(
      `1 of 1 key was not deleted from ${NAMESPACE_ID}: never (b)`
    )
  })

  test('tells refused keys from those that failed, those that were not tried and those of which it is unknown', () => {
    const outcomes = (['failed', 'failed', 'unknown', 'not-started'] as const).map((status, index) => ({
      ...outcome(String(index), index < 2 ? 'no' : `why ${index}`),
      status,
      ...(index === 0 && { isRefused: true as const })
    }))
    expect(failureMessage(reportOf(outcomes))).toBe(
      `4 of 4 keys were not written to ${NAMESPACE_ID} (1 refused, 1 failed, 1 unknown, 1 not tried): no (0, 1); why 2 (2); why 3 (3)`
    )
  })

  test('of a dry run says that a check or a plan failed', () => {
    const problems = [{ message: 'ttl is wrong' }]
    expect(failureMessage(planReport([], { problems }))).toBe('Plan failed: ttl is wrong')
    expect(failureMessage(planReport([], { problems, compares: false }))).toBe('Check failed: ttl is wrong')
  })

  test('says by which signal a run was cancelled, and which keys were not started', () => {
    const cancelled = reportOf([outcome('a'), { entry: outcome('b').entry, status: 'not-started' }])
    expect(failureMessage({ ...cancelled, cancelledBy: 'SIGTERM' })).toBe(
      `Cancelled by SIGTERM. 1 of 2 keys were not written to ${NAMESPACE_ID}: not tried (b)`
    )
  })

  test('is undefined for a run that was cancelled after the last write', () => {
    expect(failureMessage({ ...reportOf([outcome('a')]), cancelledBy: 'SIGTERM' })).toBeUndefined()
  })

  test('says that an unexpected error ended the run', () => {
    expect(failureMessage(reportDefect(NAMESPACE_ID, 'x is undefined'))).toBe(
      'Unexpected error, after which it is not known what was written: x is undefined. Report this error in the action, with the log of the step'
    )
  })

  test('names the only problem of a plan', () => {
    const report = problemReport('', [], [{ message: 'ttl is wrong' }])
    expect(failureMessage(report)).toBe('Nothing was written: ttl is wrong')
  })

  test('lists 20 problems of a plan without a count of the rest', () => {
    const problems = Array.from({ length: 20 }, (_, index) => ({ message: `problem ${index}` }))
    const lines = failureMessage(problemReport('', [], problems))?.split('\n') ?? []
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('- problem 19')
  })

  test('lists the first 20 problems of a plan and counts the rest', () => {
    const problems = Array.from({ length: 1025 }, (_, index) => ({ message: `problem ${index}` }))
    const lines = failureMessage(problemReport('', [], problems))?.split('\n') ?? []
    expect(lines).toHaveLength(22)
    expect(lines[0]).toBe('Nothing was written, for 1,025 problems:')
    expect(lines.slice(19)).toEqual(['- problem 18', '- problem 19', 'and 1,005 more'])
  })
})

describe('a failure message that is too long', () => {
  test('has the causes before long keys', () => {
    const outcomes = Array.from({ length: 50 }, (_, index) => outcome(`${'k'.repeat(400)}${index}`, 'HTTP 500 oops'))
    const message = failureMessage(reportOf(outcomes)) ?? ''
    expect(message).toContain(': HTTP 500 oops (')
    expect(message.length).toBeLessThan(1000)
  })

  test('has three long causes with ten long keys each in 4,000 characters', () => {
    const outcomes = Array.from({ length: 60 }, (_, index) =>
      outcome(`${'k'.repeat(400)}${index}`, `${index % 3} ${'x'.repeat(1000)}`)
    )
    const message = failureMessage(reportOf(outcomes)) ?? ''
    expect(fitFailureMessage(reportOf(outcomes), message)).toBe(message)
  })

  test('has 20 problems, each shortened', () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({ message: `${index} ${'x'.repeat(900)}` }))
    const report = problemReport('', [], problems)
    const message = failureMessage(report) ?? ''
    expect(message.length).toBeGreaterThan(18_000)
    const lines = fitFailureMessage(report, message).split('\n')
    expect(lines).toHaveLength(22)
    expect(lines[20]).toMatch(/^- 19 x+…$/)
    expect(lines.at(-1)).toBe('and 5 more')
  })

  test('is cut at 4,000 characters, and refers to the log', () => {
    const whole = 'x'.repeat(4000)
    const report = reportDefect('', whole)
    expect(fitFailureMessage(report, whole)).toBe(whole)
    const cut = fitFailureMessage(report, `${whole}y`)
    expect(cut).toHaveLength(4000)
    expect(cut).toMatch(/^Unexpected error.*x…\nThe rest is in the log\.$/)
  })
})
