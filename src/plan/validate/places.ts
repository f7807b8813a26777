import { type JSONPath, visit } from 'jsonc-parser'
import type { Violation } from './describe.ts'
import type { Place } from './json.ts'
import { pointerTo } from './pointer.ts'

/** A violation and its place, undefined where that is not known. */
export interface LocatedViolation {
  readonly violation: Violation
  readonly place: Place | undefined
}

/**
 * Returns violations in the order of their places in the JSON text that they are about.
 *
 * @param text valid JSON
 */
export function locateViolations(violations: readonly Violation[], text: string): LocatedViolation[] {
  const pointers = violations.map(({ pointer }) => pointer)
  const places = findPlaces(text, pointers)
  const located = violations.map((violation) => ({ violation, place: places.get(violation.pointer) }))
  return located.sort((a, b) => order(a.place) - order(b.place))
}

/** A number that grows along a text. No line is longer than 2^28 characters. */
function order(place: Place | undefined): number {
  return place ? place.line * 2 ** 28 + place.column : Number.MAX_SAFE_INTEGER
}

/**
 * Returns the places of the values that JSON Pointers name in a JSON text. If a name occurs twice, the last one counts,
 * as for `JSON.parse`. If the text is nested thousands of levels deep, finds only the places before that part.
 *
 * @param text valid JSON
 */
export function findPlaces(text: string, pointers: readonly string[]): Map<string, Place> {
  const wanted = new Set(pointers)
  // What leads to a wanted place must be visited, and nothing else.
  const onTheWay = new Set(pointers.flatMap(ancestors))
  const places = new Map<string, Place>()
  const enter = (_offset: number, _length: number, line: number, column: number, path: () => JSONPath): boolean => {
    const pointer = path().reduce<string>(pointerTo, '')
    if (wanted.has(pointer)) places.set(pointer, { line: line + 1, column: column + 1 })
    return onTheWay.has(pointer)
  }
  try {
    visit(text, {
      onObjectBegin: enter,
      onArrayBegin: enter,
      // After `enter` skips an object or array, the parser notices its end only with these functions.
      onObjectEnd: ignore,
      onArrayEnd: ignore,
      onLiteralValue: (_value, offset, length, line, column, path) => {
        enter(offset, length, line, column, path)
      }
    })
  } catch (error) {
    // The parser calls itself for every level.
    if (!(error instanceof RangeError)) throw error
  }
  return places
}

/** `''` and `/a` for `/a/b`. */
function ancestors(pointer: string): string[] {
  const parts = pointer.split('/').slice(0, -1)
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'))
}

function ignore(): void {
  // Only the beginning of a value is needed.
}
