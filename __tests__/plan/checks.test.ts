import { describe, expect, test } from '@jest/globals'
import type { HeldKey } from '../../src/kv/listing.ts'
import type { Change } from '../../src/plan/change.ts'
import { noteOtherSets } from '../../src/plan/checks.ts'
import { formatStamp, type Owner } from '../../src/plan/stamp.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'

const FLAGS: Owner = { managedBy: 'flags', keyPrefix: 'é/' }

function write(key: string): Change {
  return {
    entry: { key, value: { bytes: Buffer.of(), size: 0 }, source: 'entries' },
    status: 'changed',
    isForeign: true
  }
}

function heldBy(managedBy: string | undefined, ...keys: string[]): [string, HeldKey][] {
  return keys.map((key) => [
    key,
    { metadata: { 'kv-put-action': formatStamp({ managedBy, keyPrefix: '' }, key, 'x') } }
  ])
}

/** What is noted when all of the held keys are written. */
function note(
  held: readonly [string, HeldKey][],
  owner = FLAGS,
  others: readonly [string, number][] = []
): { readonly warnings: string[]; readonly lines: string[] } {
  const diagnostics = new Diagnostics()
  const lines: string[] = []
  const found = { held: new Map(held), others: new Map(others) }
  const changes = held.map(([key]) => write(key))
  noteOtherSets(changes, found, owner, diagnostics, (line) => lines.push(line))
  return { warnings: diagnostics.warnings.map(({ message }) => message), lines }
}

describe('a planned key of another set', () => {
  test.each<[string, [string, HeldKey][], Owner, string]>([
    [
      'is named with its set',
      heldBy('acme/shop', 'é/banner'),
      FLAGS,
      'é/banner belongs to the set "acme/shop"; this step takes it over. If two steps write the same key, leave it out of one'
    ],
    [
      'is counted when there are more, for each set',
      [...heldBy('acme/shop', 'é/a', 'é/b', 'é/c'), ...heldBy('flags', 'é/d')],
      FLAGS,
      'é/a and 2 other keys belong to the set "acme/shop"; this step takes them over. é/d belongs to the set "flags" with another key-prefix; this step takes it over. If two steps write the same key, leave it out of one'
    ],
    [
      'is named by a step without managed-by',
      heldBy('flags', 'é/a'),
      { managedBy: undefined, keyPrefix: '' },
      'é/a belongs to the set "flags"; this step takes it over, and no run prunes it without managed-by. If two steps write the same key, leave it out of one'
    ]
  ])('%s', (_what, held, owner, warning) => {
    expect(note(held, owner).warnings).toEqual([warning])
  })

  test('causes one warning, which names the first five sets', () => {
    const held = Array.from({ length: 8 }, (_, index) => heldBy(`m${index}`, `é/${index}`)).flat()
    expect(note(held).warnings).toEqual([
      expect.stringMatching(/the set "m4"; this step takes it over, and keys of 3 more sets\. If/)
    ])
  })

  test('causes a line for the other keys of its set, which the step leaves', () => {
    const others: [string, number][] = [
      ['acme/shop', 5],
      ['flags', 1],
      ['unrelated', 9]
    ]
    expect(note(heldBy('acme/shop', 'é/a'), FLAGS, others).lines).toEqual([
      'Left 5 keys of the set "acme/shop" alone: if the set was renamed, delete them with delete: true',
      'Left 1 key of the set "flags" alone, with another key-prefix'
    ])
  })
})

test('keys of no set, keys without a stamp and copies of keys cause no warning', () => {
  const copy: [string, HeldKey] = ['é/copy', { metadata: { 'kv-put-action': formatStamp(FLAGS, 'é/a', 'x') } }]
  expect(note([...heldBy(undefined, 'é/a'), ['é/b', {}], copy]).warnings).toEqual([])
})
