import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../src/publish/outcome.ts'
import { failureMessage, reportDefect, reportProblems } from '../../src/report/report.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

function removal(key: string, error?: string): Outcome {
  const entry = { key, source: 'prune' } as const
  return error === undefined ? { entry, status: 'deleted' } : { entry, status: 'failed', error }
}

describe('a failure message', () => {
  test('is none when all went well', () => {
    expect(failureMessage(reportOf([outcome('a'), outcome('b')]))).toBeUndefined()
  })

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

  test('names as many keys and errors as that without a count of the rest', () => {
    const outcomes = Array.from({ length: 30 }, (_, index) => outcome(`key${index}`, `error ${index % 3}`))
    expect(failureMessage(reportOf(outcomes))).not.toContain('more')
  })

  test('puts a key in quotes where it would not be seen for what it is', () => {
    const keys = ['', 'a b', 'a\nb', 'a,b', 'a(b', 'a)', 'a\u200bb', 'plain/é']
    expect(failureMessage(reportOf(keys.map((key) => outcome(key, 'no'))))).toContain(
      ': "", "a b", "a\\nb", "a,b", "a(b", "a)", "a\\u200bb", plain/é (no)'
    )
  })

  test('tells what was not deleted after what was not written', () => {
    const outcomes = [outcome('a'), outcome('b', 'no'), removal('c'), removal('d', 'never'), removal('e', 'never')]
    expect(failureMessage(reportOf(outcomes))).toBe(
      `1 of 2 keys were not written to ${NAMESPACE_ID}: b (no). 2 of 3 keys were not deleted from ${NAMESPACE_ID}: d, e (never)`
    )
  })

  test('tells only what was not deleted when all was written', () => {
    expect(failureMessage(reportOf([outcome('a'), removal('b', 'never')]))).toBe(
      `1 of 1 key was not deleted from ${NAMESPACE_ID}: b (never)`
    )
  })

  test('says by which signal a run was cancelled, and which keys were not started', () => {
    const cancelled = reportOf([outcome('a'), { entry: outcome('b').entry, status: 'not-started' }])
    expect(failureMessage({ ...cancelled, cancelledBy: 'SIGTERM' })).toBe(
      `Cancelled by SIGTERM. 1 of 2 keys were not written to ${NAMESPACE_ID}: b (not started)`
    )
  })

  test('of a run that was cancelled once all was written is none', () => {
    expect(failureMessage({ ...reportOf([outcome('a')]), cancelledBy: 'SIGTERM' })).toBeUndefined()
  })

  test('says that a defect ended the run', () => {
    expect(failureMessage(reportDefect(NAMESPACE_ID, 'x is undefined'))).toBe(
      'Unexpected error, after which it is not known what was written: x is undefined'
    )
  })

  test('tells the one problem of a plan', () => {
    const report = reportProblems('', [], [{ message: 'ttl is wrong' }])
    expect(failureMessage(report)).toBe('Nothing was written: ttl is wrong')
  })

  test('tells 20 problems of a plan without a count of the rest', () => {
    const problems = Array.from({ length: 20 }, (_, index) => ({ message: `problem ${index}` }))
    const lines = failureMessage(reportProblems('', [], problems))?.split('\n') ?? []
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('- problem 19')
  })

  test('tells the first 20 problems of a plan and counts the rest', () => {
    const problems = Array.from({ length: 1025 }, (_, index) => ({ message: `problem ${index}` }))
    const lines = failureMessage(reportProblems('', [], problems))?.split('\n') ?? []
    expect(lines).toHaveLength(22)
    expect(lines[0]).toBe('Nothing was written, for 1,025 problems:')
    expect(lines.slice(19)).toEqual(['- problem 18', '- problem 19', 'and 1,005 more'])
  })
})
