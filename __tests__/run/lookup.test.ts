import { Agent } from 'undici'
import { describe, expect, test } from '@jest/globals'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Report } from '../../src/report/report.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'
import { ID, useRuns } from '../support/runs.ts'

const runs = useRuns()

/** The problem of a run that wrote nothing. */
function problemOf({ problems, totals }: Report): string | undefined {
  expect([problems.length, totals.written]).toEqual([1, 0])
  return problems[0]?.message
}

describe('a namespace that cannot be found ends the run before anything is written:', () => {
  const byTitle = (): Inputs => runs.inputs({ a: '1' }, { target: runs.target({ title: 'flags' }), maxRetries: 1 })

  test('an unknown title', async () => {
    runs.answer = () => ({ body: { ...SUCCESS, result: [], result_info: { total_count: 0 } } })
    const { report } = await runs.run(byTitle())
    expect(problemOf(report)).toMatch(/^namespace "flags" is neither an ID \(32 hex digits\) nor a title/)
    expect(report).toMatchObject({ namespaceId: '', records: [{ status: 'not-started' }] })
    expect(report.response).toEqual({ errors: [], messages: [], result: null })
  })

  test('an error of the API, whose response is kept', async () => {
    const errors = [{ code: 10000, message: 'Authentication error' }]
    runs.answer = () => ({ status: 403, body: { success: false, errors, messages: ['m'], result: { a: 1 } } })
    const { report, sent } = await runs.run(byTitle())
    expect(problemOf(report)).toMatch(/^namespace "flags" could not be looked up: .*Authentication error/)
    expect(report.response).toMatchObject({ errors, messages: ['m'], result: null })
    expect(sent).toHaveLength(1)
  })

  test('a run that is cancelled during the lookup', async () => {
    runs.answer = () => {
      runs.controller.abort()
      return Promise.withResolvers<never>().promise
    }
    const { report, sent } = await runs.run(byTitle())
    expect(problemOf(report)).toBe('the run was cancelled before the first write was sent')
    expect(report.records).toMatchObject([{ status: 'not-started' }])
    expect(sent).toHaveLength(1)
  })

  test('an unexpected error, which is thrown unchanged', async () => {
    runs.answer = () => ({ status: 500 })
    const defect = new TypeError('no such thing')
    const dispatcher = new Agent()
    const log = (): never => {
      throw defect
    }
    await expect(runs.run(byTitle(), undefined, { dispatcher, log })).rejects.toBe(defect)
    expect(dispatcher.destroyed).toBe(true)
  })
})

test('a namespace that cannot be read ends the run with the response of the API', async () => {
  const errors = [{ code: 10013, message: 'namespace not found' }]
  runs.answer = () => ({ status: 404, body: { success: false, errors, messages: [], result: null } })
  const sync = { ...WRITE_ALL, dryRun: false, skipUnchanged: true }
  const { report } = await runs.run(runs.inputs({ a: '1' }, { sync }))
  expect(problemOf(report)).toMatch(`the keys of namespace "${ID}" could not be read: `)
  expect(report.response.errors).toEqual(errors)
})
