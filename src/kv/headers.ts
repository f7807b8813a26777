/** What is left of a rate limit: so many requests for so many seconds. */
export interface Quota {
  readonly remaining: number
  /** Seconds until the limit is reset. */
  readonly reset: number
}

/**
 * Parses `Retry-After`: seconds, or a date in one of the three forms of HTTP (RFC 9110, 5.6.7 and 10.2.3).
 *
 * @param now milliseconds since the UNIX epoch
 * @returns milliseconds to wait; 0 for a date in the past, and for any other text
 */
export function parseRetryAfter(text: string, now: number): number {
  const value = text.trim()
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return 0
  // The oldest form has no zone, and means GMT, too.
  // Stryker disable next-line ConditionalExpression: V8 reads GMT twice as once.
  const time = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(time) ? 0 : Math.max(0, time - now)
}

/**
 * Parses `Ratelimit`, a list of `"name";r=50;t=30`: https://developers.cloudflare.com/fundamentals/api/reference/limits/
 *
 * @returns the quota with the fewest requests left; undefined if no quota is complete
 */
export function parseRatelimit(text: string): Quota | undefined {
  const quotas = text.split(',').flatMap((item) => {
    const remaining = parameter(item, 'r')
    const reset = parameter(item, 't')
    return remaining === undefined || reset === undefined ? [] : [{ remaining, reset }]
  })
  return quotas.toSorted((a, b) => a.remaining - b.remaining || b.reset - a.reset)[0]
}

function parameter(item: string, name: string): number | undefined {
  const digits = new RegExp(`;\\s*${name}=(\\d+)\\s*(?:;|$)`).exec(item)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
