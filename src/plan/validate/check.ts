import { counted, quoted } from '../../shared/text.ts'
import { describeViolation, type Violation } from './describe.ts'
import { InvalidJson, parseJson, type ParsedJson, type Place } from './json.ts'
import type { Schema } from './schema.ts'
import { TimeLimitReached } from './time-limit.ts'

/** Something wrong with a value. */
export interface Finding {
  /** A clause that begins with a verb. Contains nothing of the value besides names of properties. */
  readonly message: string
  /** Where in the value it is; undefined when that is not known. */
  readonly place: Place | undefined
  /** JSON Pointer of the place, for values that have one: empty for the whole value. */
  readonly pointer: string | undefined
}

/** How many places are reported for one value. For the others, only their number is reported. */
const MAX_PLACES = 10

/**
 * Returns what is wrong with the bytes of a value: a syntax error of JSON, or every violation of a schema.
 *
 * @throws TimeLimitReached when validation takes too long; its message is a clause as that of a finding
 */
export async function checkBytes(bytes: Uint8Array, schema: Schema | undefined): Promise<readonly Finding[]> {
  try {
    const json = await parseJson(bytes)
    return schema ? await matchSchema(json, bytes.length, schema) : []
  } catch (error) {
    if (!(error instanceof InvalidJson)) throw error
    return [{ message: error.message, place: error.place, pointer: undefined }]
  }
}

async function matchSchema({ text, value }: ParsedJson, size: number, schema: Schema): Promise<readonly Finding[]> {
  const name = quoted(schema.file)
  try {
    const violations = schema.validate(value, size)
    if (violations.length === 0) return []
    const findings = await locate(violations, text, name)
    return schema.findsAll(size) ? findings : findings.map(onlyFirst)
  } catch (error) {
    if (error instanceof TimeLimitReached) throw new TimeLimitReached(tooLong(error, name))
    if (!(error instanceof RangeError)) throw error
    const message = `cannot be checked against schema ${name}: the value is nested too deeply, or the $refs of the schema form a cycle`
    return [{ message, place: undefined, pointer: '' }]
  }
}

async function locate(violations: readonly Violation[], text: string, schema: string): Promise<Finding[]> {
  const { locateViolations } = await import('./places.ts')
  const prefix = `does not match schema ${schema}: `
  const located = locateViolations(violations, text).map(({ violation, place }) => ({
    message: prefix + describeViolation(violation),
    place,
    pointer: violation.pointer
  }))
  const rest = located.length - MAX_PLACES
  if (rest <= 0) return located
  const more = `${prefix}${counted(rest, 'more place')} ${rest === 1 ? 'does' : 'do'} not match`
  return [...located.slice(0, MAX_PLACES), { message: more, place: undefined, pointer: '' }]
}

function onlyFirst(finding: Finding): Finding {
  return { ...finding, message: `${finding.message} (the first place found; a value over 1 MiB can have others)` }
}

function tooLong({ message }: TimeLimitReached, schema: string): string {
  return `cannot be checked: schema ${schema} ${message}. Look there for a pattern with nested repetition, such as (a+)+, and limit maxLength. The values that follow were not checked`
}
