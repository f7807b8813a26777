import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from '@jest/globals'
import { meetAll, type Row, type Write, WRITES } from '../support/fault-runs.ts'
import { TARGET } from '../support/faults.ts'

const TABLE = 'docs/errors.md'

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

/** The report about the target, without the parts that differ from run to run. */
function reported({ report }: Row): string {
  const { status, error } = report.records.find(({ entry: { key } }) => key === TARGET) ?? { status: 'missing' }
  return (error === undefined ? status : `${status}: ${error}`)
    .replaceAll(/127\.0\.0\.1:\d+/g, 'api.example')
    .replace(/write E(PIPE|CONNRESET)|other side closed/, 'read ECONNRESET')
}

function storedOf({ stored, write }: Row): string {
  const total = Object.keys(WRITES[write]).length
  if (stored.size === 0) return 'nothing'
  if (stored.size === total) return 'all'
  return stored.size === total - 1 && !stored.has(TARGET) ? 'all but the key' : 'the other request'
}

/** Runs with the same result share a row. */
function render(): string {
  const groups = Map.groupBy(rows, (row) => {
    const cells = [row.fault, String(row.attempts), storedOf(row), reported(row), row.report.success ? '0' : '1']
    return JSON.stringify(cells)
  })
  const lines = [...groups].map(([group, rows]) => {
    const [fault = '', ...result] = JSON.parse(group) as string[]
    return [fault, ...result, runsOf(rows)]
  })
  const head = ['Fault', 'Attempts', 'Stored', 'The report says of the key', 'Exit code', 'Runs']
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

/** Says how often the key met the fault, and in which writes. */
function runsOf(rows: readonly Row[]): string {
  const writesByHow = Map.groupBy(rows, ({ isLasting }) => (isLasting ? 'always' : 'once'))
  const parts = [...writesByHow].map(([how, rows]): [string, string] => {
    const writes = rows.map(({ write }): Write => write)
    return [how, writes.length === 4 ? 'all' : writes.join(', ')]
  })
  const hows = Map.groupBy(parts, ([, writes]) => writes)
  return [...hows].map(([writes, parts]) => `${parts.map(([how]) => how).join(' and ')}: ${writes}`).join('; ')
}

test('the table in docs/errors.md matches the results of these runs', () => {
  const text = readFileSync(TABLE, 'utf8')
  const [before = '', after = ''] = text.split(/^\| Fault .*(?:\n\|.*)*/m)
  const current = before + render() + after
  if (process.env['UPDATE_DOCS']) writeFileSync(TABLE, current)
  expect(readFileSync(TABLE, 'utf8')).toBe(current)
})
