import { InvalidValue } from '../../shared/diagnostics.ts'
import { isKnown, type KnownName, meantBy } from './known.ts'
import type { Property } from './node.ts'
import { isNoTime, isNull, parseText, type Properties } from './properties.ts'

/** Returns the known properties that the unknown ones were probably meant as. */
export function meantProperties(given: Properties): Set<KnownName> {
  const meant = [...given.keys()].filter((name) => !isKnown(name)).map(meantBy)
  return new Set(meant.filter((name) => name !== undefined))
}

export function parseKey(given: Properties): string {
  const key = given.get('key')
  if (!key) throw new InvalidValue('is missing: an entry of a list has key, and value, file or delete')
  return parseText(key.value)
}

export function checkSources(
  value: Property | undefined,
  file: Property | undefined,
  isEncoded: boolean,
  meant: ReadonlySet<KnownName>
): void {
  if (value && file) throw new InvalidValue('value and file are both given: give exactly one of them')
  const isMeant = meant.has('value') || meant.has('file') || meant.has('delete')
  if (!value && !file && !isMeant) throw new InvalidValue('value is missing: give value or file')
  if (file && isEncoded) {
    throw new InvalidValue(
      'base64 cannot be combined with file: the bytes of a file are stored as they are. Remove base64'
    )
  }
}

/** What an entry has besides `key` and `delete`. Null and `base64: false` count as not given. */
export function withContent(given: Properties): Property[] {
  return [...given.values()].filter(({ name, value }) => {
    if (name === 'key' || name === 'delete' || !isKnown(name) || isNull(value)) return false
    if (name === 'base64') return !('json' in value && value.json === 'false')
    return !((name === 'expiration' || name === 'expiration_ttl') && isNoTime(value))
  })
}

export function presentIn(given: Properties, name: string): Property | undefined {
  const property = given.get(name)
  return property && isNull(property.value) ? undefined : property
}

export function timeIn(given: Properties, name: string): Property | undefined {
  const property = given.get(name)
  return property && isNoTime(property.value) ? undefined : property
}
