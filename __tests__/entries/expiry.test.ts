import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseExpiration, parseTtl } from '../../src/entries/expiry.ts'
import { formatDuration, formatInstant, quoted } from '../../src/shared/text.ts'
import { anyText, MANY, valueOrMessage } from '../support/fuzz.ts'

const YEAR_9999 = Date.parse('9999-12-31T23:59:59Z') / 1000

describe('a TTL', () => {
  test.each([
    ['60', 60],
    ['3600.0', 3600],
    ['1m', 60],
    ['30d', 2_592_000],
    ['253402300799', 253_402_300_799]
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseTtl(text)).toBe(seconds)
  })

  test.each(['1.5', '3600.00000000000000000001', '-60', '1h30m', '0x60'])(
    '%s is not a whole number with a unit',
    (text) => {
      expect(() => parseTtl(text)).toThrow(/^must be a whole number of seconds, or one followed by s, m, h or d/)
    }
  )

  test('in small numbers without a unit was perhaps meant in days', () => {
    expect(() => parseTtl('30')).toThrow('got "30"; 30 is seconds: did you mean 30d?')
    expect(() => parseTtl('30s')).toThrow(/got "30s"$/)
  })

  test.each(['253402300800', '2932897d', '99999999999999999999', '9999999999d'])('%s is too long', (text) => {
    expect(() => parseTtl(text)).toThrow(/^is over 8,000 years/)
  })

  test('is whole seconds within the limits or an error that quotes the text, for any text', async () => {
    const text = anyText('0', '1', '60', '99999', 's', 'm', 'h', 'd', ' ', '-', '+', '.', 'e', '\n')
    const property = fc.asyncProperty(text, async (text) => {
      const result = await valueOrMessage(() => parseTtl(text))
      if ('message' in result) expect(result.message).toContain(`got ${quoted(text)}`)
      else {
        expect(Number.isInteger(result.value)).toBe(true)
        expect(result.value).toBeGreaterThanOrEqual(60)
        expect(result.value).toBeLessThanOrEqual(YEAR_9999)
      }
    })
    await fc.assert(property, MANY)
  })

  test('can be read from any formatted duration', () => {
    const property = fc.property(fc.integer({ min: 60, max: YEAR_9999 }), (seconds) => {
      expect(parseTtl(formatDuration(seconds))).toBe(seconds)
    })
    fc.assert(property, MANY)
  })
})

describe('an expiration', () => {
  const now = Date.parse('2026-11-23T12:00:00.000Z')
  const seconds = now / 1000

  test.each([
    ['seconds since the epoch', String(seconds + 60), seconds + 60],
    ['UTC', '2026-11-23T12:01:00Z', seconds + 60],
    ['no seconds', '2026-11-23T12:01Z', seconds + 60],
    ['a fraction, which is dropped', '2026-11-23T12:01:00.999Z', seconds + 60],
    ['a zone to the west, on the day before', '2026-11-23T02:31:00-09:30', seconds + 60],
    ['the last second of the year 9999', '9999-12-31T23:59:59Z', YEAR_9999],
    ['a leap day', '2028-02-29T00:00:00Z', Date.parse('2028-02-29T00:00:00Z') / 1000]
  ])('may have %s', (_form, text, expiration) => {
    expect(parseExpiration(text, now)).toBe(expiration)
  })

  test.each([
    ['no zone', '2027-01-31T12:00:00', 'needs a zone, such as 2027-01-31T12:00:00Z'],
    ['something after it', '2027-01-31T12:00:00Z!', 'must be seconds since the UNIX epoch or an ISO 8601 date-time'],
    ['the year 10000', String(YEAR_9999 + 1), 'is after the year 9999'],
    ['only a date', '2027-01-31', 'must be seconds since the UNIX epoch or an ISO 8601 date-time with a zone'],
    ['a fraction of a second since the epoch', '1795435200.5', 'must be seconds since the UNIX epoch'],
    ['a day that does not exist', '2027-02-30T12:00:00Z', 'is a date or time that does not exist'],
    ['midnight as 24', '2027-01-31T24:00:00Z', 'is a date or time that does not exist'],
    ['a zone of 24 hours', '2027-01-31T12:00:00+24:00', 'is a date or time that does not exist'],
    ['the past', '2026-11-23T11:59:59Z', 'is in the past'],
    ['59 seconds ahead', '2026-11-23T12:00:59Z', 'is too soon'],
    ['milliseconds', String(now + 3_600_000_000), 'it is counted in seconds, not milliseconds']
  ])('may not have %s', (_form, text, message) => {
    expect(() => parseExpiration(text, now)).toThrow(message)
    expect(() => parseExpiration(text, now)).toThrow(`got "${text}"`)
  })

  test('is whole seconds at least a minute ahead or an error that quotes the text, for any text', async () => {
    const parts = ['2027', '9999', '-', '02', '29', '31', 'T', 't', ':', '23', '59', '60', '.', ',', '5', 'Z', 'z', '+']
    const wholes = ['2027-02-28T12:00', ':00Z', '+01:00', '-0930', '1800000000', ' ', '\n']
    const property = fc.asyncProperty(anyText(...parts, ...wholes), async (text) => {
      const result = await valueOrMessage(() => parseExpiration(text, now))
      if ('message' in result) expect(result.message).toContain(`got ${quoted(text)}`)
      else {
        expect(Number.isInteger(result.value)).toBe(true)
        expect(result.value).toBeGreaterThanOrEqual(seconds + 60)
        expect(result.value).toBeLessThanOrEqual(YEAR_9999)
      }
    })
    await fc.assert(property, MANY)
  })

  test('is the same instant in every zone', () => {
    const instant = fc.integer({ min: seconds + 60, max: YEAR_9999 - 86_400 })
    const zone = fc.record({ sign: fc.constantFrom(1, -1), hours: fc.nat(23), minutes: fc.nat(59) })
    const property = fc.property(instant, zone, (instant, { sign, hours, minutes }) => {
      const local = formatInstant(instant + sign * (hours * 3600 + minutes * 60)).replace('Z', '')
      const [hh, mm] = [hours, minutes].map((part) => String(part).padStart(2, '0'))
      const mark = sign > 0 ? '+' : '-'
      for (const text of [`${local}${mark}${hh ?? ''}:${mm ?? ''}`, `${local}.25${mark}${hh ?? ''}${mm ?? ''}`]) {
        expect(parseExpiration(text, now)).toBe(instant)
      }
    })
    fc.assert(property, MANY)
  })
})
