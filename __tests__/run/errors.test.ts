import { beforeAll, expect, test } from '@jest/globals'
import { meetAll, type Row, WRITES } from '../support/fault-runs.ts'

let rows: readonly Row[] = []

beforeAll(async () => {
  rows = await meetAll(8)
}, 120_000)

test('every key is reported once, and as written only if it is stored byte for byte', () => {
  for (const { fault, write, stored, report } of rows) {
    const values: Readonly<Record<string, string>> = WRITES[write]
    expect(report.records.map(({ entry: { key } }) => key).toSorted()).toEqual(Object.keys(values).toSorted())
    for (const { entry, status, error = '' } of report.records) {
      const isStored = stored.get(entry.key) === values[entry.key]
      const isKnown = !error.includes('it is unknown whether it was written')
      if (status === 'written') expect([fault, write, entry.key, isStored]).toEqual([fault, write, entry.key, true])
      else if (isKnown) expect([fault, write, entry.key, isStored]).toEqual([fault, write, entry.key, false])
    }
  }
})

test('the run succeeds when every key was written, and fails otherwise', () => {
  for (const { fault, report } of rows) {
    const isWhole = report.records.every(({ status }) => status === 'written')
    expect([fault, report.success]).toEqual([fault, isWhole])
  }
})

test.each(['401', '403', '404', '404 of an unknown account', '400 of the account'])(
  'no further request is sent after %s',
  (name) => {
    for (const { attempts, report } of rows.filter(({ fault, write }) => fault === name && write.startsWith('bulk'))) {
      expect([attempts, report.response.errors.length, typeof report.ended]).toEqual([1, 1, 'string'])
    }
  }
)
