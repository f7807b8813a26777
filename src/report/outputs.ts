import * as core from '@actions/core'
import { isFailure } from '../publish/outcome.ts'
import { fitting, utf8Length } from '../shared/text.ts'
import type { Report, ReportRecord } from './report.ts'

// A later step receives an output in a variable, and Linux limits one variable to 128 KiB with its name (MAX_ARG_STRLEN).
const MAX_BYTES = 120 * 1024

/**
 * Sets every output of the step. A JSON output over 120 KiB is cut to the items that fit, and stays valid JSON. A warning
 * names the file that has them all.
 *
 * @param reportPath absolute path of the report's file
 */
export function setOutputs(report: Report, reportPath: string): void {
  const { success, namespaceId, dryRun, totals, planned, planId, response, backup } = report
  const records = dryRun ? [] : report.records
  const lists = {
    errors: fitArray(response.errors),
    messages: fitArray(response.messages),
    result: fitResult(response.result),
    keys: fitArray(keysOf(records, ({ status }) => status === 'written')),
    'deleted-keys': fitArray(keysOf(records, ({ status }) => status === 'deleted')),
    'failed-keys': fitArray(keysOf(records, isFailure))
  }
  const plan = {
    'to-write': planned?.toWrite ?? '',
    'to-delete': planned?.toDelete ?? '',
    'plan-id': planId ?? '',
    'backup-path': backup?.path ?? ''
  }
  const values = { success, 'namespace-id': namespaceId, ...totals, ...plan, 'report-path': reportPath }
  for (const [name, value] of Object.entries(values)) core.setOutput(name, value)
  for (const [name, { json }] of Object.entries(lists)) core.setOutput(name, json)

  const cut = Object.entries(lists).flatMap(([name, { isCut }]) => (isCut ? [name] : []))
  if (cut.length > 0) {
    const what = cut.length === 1 ? 'The output' : 'The outputs'
    const whole = reportPath ? `; the whole is in ${reportPath}` : ''
    core.warning(`${what} ${cut.join(', ')} would be over 120 KiB and hold what fits${whole}`)
  }
}

function keysOf(records: readonly ReportRecord[], isIncluded: (record: ReportRecord) => boolean): string[] {
  return records.filter(isIncluded).map(({ entry }) => entry.key)
}

interface FittedJson {
  readonly json: string
  readonly isCut: boolean
}

function fitArray(items: readonly unknown[], maxBytes = MAX_BYTES): FittedJson {
  const texts = fitting(items, (item) => JSON.stringify(item), maxBytes - '[]'.length)
  return { json: `[${texts.join(',')}]`, isCut: texts.length < items.length }
}

function fitResult(result: unknown): FittedJson {
  const json = JSON.stringify(result)
  if (utf8Length(json) <= MAX_BYTES) return { json, isCut: false }
  const { unsuccessful_keys: keys, ...counts } = result as { unsuccessful_keys?: unknown[] }
  if (!Array.isArray(keys)) return { json: 'null', isCut: true }
  const room = MAX_BYTES - utf8Length(JSON.stringify({ ...counts, unsuccessful_keys: [] }))
  const fitted = JSON.parse(fitArray(keys, room).json) as unknown[]
  return { json: JSON.stringify({ ...counts, unsuccessful_keys: fitted }), isCut: true }
}
