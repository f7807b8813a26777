import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { setOutputs } from '../../src/report/outputs.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { parseOutputs } from '../../demo/run-action.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const outputFile = join(makeFolder(), 'output')

beforeEach(() => {
  writeFileSync(outputFile, '')
  environment.set({ GITHUB_OUTPUT: outputFile })
})

function outputs(): Record<string, string> {
  return parseOutputs(readFileSync(outputFile, 'utf8'))
}

describe('outputs', () => {
  test('are all set', () => {
    const error = { code: 1, message: 'no', documentation_url: 'https://example.com' }
    const result = { successful_key_count: 1, unsuccessful_keys: ['b'] }
    setOutputs(reportOf([outcome('a'), outcome('b', 'no')], { errors: [error], messages: ['m'], result }), '/r.json')
    expect(outputs()).toEqual({
      success: 'false',
      errors: JSON.stringify([error]),
      messages: '["m"]',
      result: JSON.stringify(result),
      'namespace-id': NAMESPACE_ID,
      written: '1',
      unchanged: '0',
      deleted: '0',
      'to-write': '2',
      'to-delete': '0',
      'deleted-keys': '[]',
      failed: '1',
      kept: '0',
      keys: '["a"]',
      'failed-keys': '["b"]',
      'plan-id': '',
      'backup-path': '',
      'report-path': '/r.json'
    })
    expect(environment.printed()).toBe('')
  })

  test('may have keys that look like the format of the output file', () => {
    const key = 'a\nkeys<<ghadelimiter\n[]\nghadelimiter'
    setOutputs(reportOf([outcome(key)]), '/r.json')
    expect(JSON.parse(outputs()['keys'] ?? '')).toEqual([key])
  })

  test('are cut to valid JSON of at most 120 KiB, and a warning names the report', () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `${index}/${'é'.repeat(200)}`)
    const result = { successful_key_count: 0, unsuccessful_keys: keys }
    setOutputs(
      reportOf(
        keys.map((key) => outcome(key, 'no')),
        { result }
      ),
      '/r.json'
    )
    const cut = outputs()
    const limit = 120 * 1024
    const failedKeys = JSON.parse(cut['failed-keys'] ?? '') as string[]
    expect(failedKeys).toEqual(keys.slice(0, failedKeys.length))
    for (const name of ['failed-keys', 'result']) {
      expect(utf8Length(cut[name] ?? '')).toBeLessThanOrEqual(limit)
      expect(utf8Length(cut[name] ?? '')).toBeGreaterThan(limit - 500)
    }
    const { unsuccessful_keys: unsuccessful } = JSON.parse(cut['result'] ?? '') as typeof result
    expect(unsuccessful).toEqual(keys.slice(0, unsuccessful.length))
    expect(environment.printed()).toMatch(
      /^::warning::The outputs result, failed-keys would be over 120 KiB and hold what fits; the whole is in \/r\.json\n$/
    )
  })

  test('have as many failed keys in the result as fit with its counts', () => {
    const keys = Array.from({ length: 100_000 }, () => 'a')
    setOutputs(reportOf([], { result: { successful_key_count: 12, unsuccessful_keys: keys } }), '/r.json')
    const { result = '' } = outputs()
    expect(JSON.parse(result)).toMatchObject({ successful_key_count: 12 })
    expect(utf8Length(result)).toBeLessThanOrEqual(120 * 1024)
    expect(utf8Length(result)).toBeGreaterThan(120 * 1024 - 8)
  })
})
