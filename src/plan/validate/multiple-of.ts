import type { FuncKeywordDefinition } from 'ajv'

/** A decimal number: `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** `multipleOf` for decimal numbers: 19.99 is a multiple of 0.01, but not if they are divided as binary fractions. */
export const MULTIPLE_OF: FuncKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  validate: isMultiple,
  errors: false
}

/** Whether `value` is a multiple of `divisor`, a number over 0, by their shortest decimal forms. */
export function isMultiple(divisor: number, value: number): boolean {
  // A number that is too large for the format became infinite when it was parsed; its digits are lost.
  if (!Number.isFinite(value)) return Number.isInteger(divisor)
  const [a, b] = [toDecimal(value), toDecimal(divisor)]
  const exponent = Math.min(a.exponent, b.exponent)
  return scaled(a, exponent) % scaled(b, exponent) === 0n
}

function toDecimal(number: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(number).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to)
}
