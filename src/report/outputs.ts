import * as core from '@actions/core'
import { isFailure, isWritten, type Outcome } from '../publish/outcome.ts'
import { fitting, utf8Length } from '../shared/text.ts'
import type { Report } from './report.ts'

// The runner drops an output of more than 1 MB:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
const MAX_BYTES = 256 * 1024

/**
 * Sets every output of the step. A JSON output over 256 KiB is cut to as many items as fit, still valid JSON, and a
 * warning names the file that has them all.
 *
 * @param reportPath absolute path of the report's file
 */
export function setOutputs(report: Report, reportPath: string): void {
  const { success, namespaceId, totals, outcomes, response } = report
  const lists = {
    errors: fitArray(response.errors),
    messages: fitArray(response.messages),
    result: fitResult(response.result),
    keys: fitArray(keysOf(outcomes, isWritten)),
    'failed-keys': fitArray(keysOf(outcomes, isFailure))
  }
  const values = { success, 'namespace-id': namespaceId, ...totals, 'report-path': reportPath }
  for (const [name, value] of Object.entries(values)) core.setOutput(name, value)
  for (const [name, { json }] of Object.entries(lists)) core.setOutput(name, json)

  const cut = Object.entries(lists).flatMap(([name, { isCut }]) => (isCut ? [name] : []))
  if (cut.length > 0) {
    const what = cut.length === 1 ? 'The output' : 'The outputs'
    const whole = reportPath ? `; the whole is in ${reportPath}` : ''
    core.warning(`${what} ${cut.join(', ')} would be over 256 KiB and hold what fits${whole}`)
  }
}

function keysOf(outcomes: readonly Outcome[], isTold: (outcome: Outcome) => boolean): string[] {
  return outcomes.filter(isTold).map(({ entry }) => entry.key)
}

interface FittedJson {
  readonly json: string
  readonly isCut: boolean
}

function fitArray(items: readonly unknown[], maxBytes = MAX_BYTES): FittedJson {
  const texts = fitting(items, toJson, maxBytes - '[]'.length)
  return { json: `[${texts.join(',')}]`, isCut: texts.length < items.length }
}

function fitResult(result: unknown): FittedJson {
  const json = toJson(result)
  if (utf8Length(json) <= MAX_BYTES) return { json, isCut: false }
  const { unsuccessful_keys: keys, ...counts } = result as { unsuccessful_keys?: unknown[] }
  if (!Array.isArray(keys)) return { json: 'null', isCut: true }
  const room = MAX_BYTES - utf8Length(JSON.stringify({ ...counts, unsuccessful_keys: [] }))
  const fitted = JSON.parse(fitArray(keys, room).json) as unknown[]
  return { json: JSON.stringify({ ...counts, unsuccessful_keys: fitted }), isCut: true }
}

/** What is nested too deeply to be written is of no use to a reader either. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return 'null'
  }
}
