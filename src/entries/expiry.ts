import { InvalidValue } from '../shared/diagnostics.ts'
import { formatInstant, quoted, SECONDS_PER_UNIT } from '../shared/text.ts'

/**
 * When a key expires, as the API takes it: `expirationTtl` in seconds from the write, or `expiration` in seconds since
 * the UNIX epoch.
 */
export type Expiry = { readonly expirationTtl: number } | { readonly expiration: number }

/** The service refuses a key that expires sooner: https://developers.cloudflare.com/kv/api/write-key-value-pairs/ */
export const MIN_SECONDS_AHEAD = 60

/** 9999-12-31T23:59:59Z in seconds since the UNIX epoch. A later time is almost surely in milliseconds. */
export const MAX_EXPIRATION = 253_402_300_799

/**
 * Parses a TTL: a whole number of seconds, or a whole number followed by `s`, `m`, `h` or `d`.
 *
 * @returns seconds, at least 60
 * @throws InvalidValue that names the mistake and the fix
 */
export function parseTtl(text: string): number {
  const [, digits, unit = ''] = /^(\d+)(?:\.0+)?([smhd]?)$/.exec(text) ?? []
  const number = Number(digits)
  if (digits === undefined) {
    throw new InvalidValue(
      `must be a whole number of seconds, or one followed by s, m, h or d, such as 3600 or 30d; got ${quoted(text)}`
    )
  }
  const seconds = number * (SECONDS_PER_UNIT[unit || 's'] ?? 1)
  if (seconds < MIN_SECONDS_AHEAD) {
    const advice = unit === '' && number > 0 ? `; ${number} is seconds: did you mean ${number}d?` : ''
    throw new InvalidValue(`must be at least ${MIN_SECONDS_AHEAD} seconds, got ${quoted(text)}${advice}`)
  }
  if (seconds > MAX_EXPIRATION) {
    throw new InvalidValue(`is over 8,000 years, got ${quoted(text)}; to keep the key forever, leave it out`)
  }
  return seconds
}

/**
 * Parses a point in time: whole seconds since the UNIX epoch, or an ISO 8601 date-time with a zone.
 *
 * @param now milliseconds since the UNIX epoch
 * @returns seconds since the UNIX epoch, at least 60 s after `now`; a fraction of a second is dropped
 * @throws InvalidValue that names the mistake and the fix
 */
export function parseExpiration(text: string, now: number): number {
  const expiration = /^\d+(\.0+)?$/.test(text) ? Number(text) : parseDateTime(text)
  if (expiration > MAX_EXPIRATION) {
    throw new InvalidValue(`is after the year 9999: it is counted in seconds, not milliseconds; got ${quoted(text)}`)
  }
  const earliest = Math.ceil(now / 1000) + MIN_SECONDS_AHEAD
  if (expiration < earliest) {
    const state = expiration * 1000 <= now ? 'is in the past' : 'is too soon'
    const remedy = `must be at least ${MIN_SECONDS_AHEAD} seconds ahead, that is ${formatInstant(earliest)} or later`
    throw new InvalidValue(`${state}: it ${remedy}; got ${quoted(text)}`)
  }
  return expiration
}

const DATE_TIME =
  /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2})(?<seconds>:\d{2})?(?:[.,]\d+)?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/i

function parseDateTime(text: string): number {
  const { date, time, seconds = ':00', zone } = DATE_TIME.exec(text)?.groups ?? {}
  if (date === undefined || time === undefined) {
    throw new InvalidValue(
      `must be seconds since the UNIX epoch or an ISO 8601 date-time with a zone, such as 2027-01-31T12:00:00Z; got ${quoted(text)}`
    )
  }
  if (zone === undefined) {
    throw new InvalidValue(`needs a zone, such as ${date}T${time}${seconds}Z or …+01:00; got ${quoted(text)}`)
  }
  const start = `${date}T${time}${seconds}`
  // Date.parse reads 30 February as 2 March, so the result must be the date that was written.
  const local = Date.parse(`${start}Z`)
  const isCalendarDate = !Number.isNaN(local) && new Date(local).toISOString().startsWith(start)
  const instant = Date.parse(start + zone.replace(/^[+-]\d{2}$/, '$&:00'))
  if (!isCalendarDate || Number.isNaN(instant)) {
    throw new InvalidValue(`is a date or time that does not exist, got ${quoted(text)}`)
  }
  return instant / 1000
}
