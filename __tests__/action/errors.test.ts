import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { leaksOf } from '../support/leaks.ts'
import { GITHUB_TOKEN, meetAll, type Row, TARGET, type Write, WRITES } from '../support/fault-runs.ts'

const TABLE = 'docs/errors.md'

interface KeyRecord {
  readonly key: string
  readonly status: string
  readonly error?: string
}

let rows: readonly Row[] = []

beforeAll(async () => {
  rows = await meetAll(8)
}, 300_000)

function records({ result }: Row): readonly KeyRecord[] {
  return (result.report as { records: readonly KeyRecord[] }).records
}

describe('after any fault', () => {
  test('every key is told once: what was written is stored byte for byte, and what was not started is not', () => {
    for (const row of rows) {
      const told = new Map(records(row).map(({ key, status }) => [key, status]))
      const values: Readonly<Record<string, string>> = WRITES[row.write].values
      expect([...told.keys()].toSorted()).toEqual(Object.keys(values).toSorted())
      for (const [key, status] of told) {
        const isStored = row.stored.get(key) === values[key]
        if (status === 'written') expect([row.fault, key, isStored]).toEqual([row.fault, key, true])
        if (status === 'not-started') expect([row.fault, key, row.stored.has(key)]).toEqual([row.fault, key, false])
      }
      expect([...row.stored.keys()].filter((key) => !told.has(key))).toEqual([])
    }
  })

  test('the step succeeds when every key was written, and fails otherwise', () => {
    for (const row of rows) {
      const isWhole = records(row).every(({ status }) => status === 'written')
      const { exitCode, outputs, log } = row.result
      expect([row.fault, exitCode, outputs['success']]).toEqual([row.fault, isWhole ? 0 : 1, String(isWhole)])
      expect(outputs['written']).toBe(String(records(row).filter(({ status }) => status === 'written').length))
      expect(/^::error::/m.test(log)).toBe(!isWhole)
    }
  })

  test('no token is in any place, with debug logging on, but the command that masks it, and no value anywhere', () => {
    const secrets = ['token-1', GITHUB_TOKEN, 'value 1']
    for (const { fault, result } of rows) expect([fault, ...leaksOf(result, secrets)]).toEqual([fault])
  })
})

test('an authentication failure makes one error and no further requests', () => {
  for (const row of rows.filter(({ fault, write }) => fault === '401' && write === 'bulk, one of two')) {
    expect(row.result.log.match(/^::error/gm)).toHaveLength(1)
    expect(row.attempts).toBe(1)
    expect(JSON.parse(row.result.outputs['errors'] ?? '')).toHaveLength(1)
  }
})

describe('the table of faults', () => {
  /** What the report says of the target, without what differs from run to run. */
  function told(row: Row): string {
    const { status, error } = records(row).find(({ key }) => key === TARGET) ?? { status: 'missing' }
    return (error === undefined ? status : `${status}: ${error}`)
      .replaceAll(/127\.0\.0\.1:\d+/g, 'api.example')
      .replace(/write E(PIPE|CONNRESET)|other side closed/, 'read ECONNRESET')
  }

  function storedOf({ stored, write }: Row): string {
    if (stored.size === 0) return 'nothing'
    return stored.size === Object.keys(WRITES[write].values).length
      ? 'all'
      : `all but ${stored.has(TARGET) ? 'others' : 'the key'}`
  }

  /** Writes that come to the same share a row. */
  function render(): string {
    const lines = new Map<string, Write[]>()
    for (const row of rows) {
      const how = row.isLasting ? 'for good' : 'once'
      const cells = [row.fault, how, String(row.attempts), storedOf(row), told(row), String(row.result.exitCode)]
      const line = cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')
      lines.set(line, [...(lines.get(line) ?? []), row.write])
    }
    const head = ['Failure', 'How often', 'Attempts', 'Stored', 'The report says of the key', 'Exit code', 'Writes']
    return [
      head.join(' | '),
      head.map(() => '---').join(' | '),
      ...[...lines].map(([line, writes]) => `${line} | ${writes.length === 4 ? 'all' : writes.join('; ')}`)
    ]
      .map((line) => `| ${line} |`)
      .join('\n')
  }

  test('in docs/ is what these runs come to', () => {
    const text = readFileSync(TABLE, 'utf8')
    const [before = '', after = ''] = text.split(/^\| Failure .*(?:\n\|.*)*/m)
    const current = before + render() + after
    if (process.env['UPDATE_DOCS']) writeFileSync(TABLE, current)
    expect(readFileSync(TABLE, 'utf8')).toBe(current)
  })
})
