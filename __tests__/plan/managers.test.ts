import { expect, test } from '@jest/globals'
import type { HeldKey } from '../../src/kv/held.ts'
import type { Change } from '../../src/plan/change.ts'
import { warnOfOtherManagers } from '../../src/plan/managers.ts'
import { formatStamp } from '../../src/plan/stamp.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'

const APP = { managedBy: 'octo/site', keyPrefix: 'é/' }

function change(key: string, status: 'new' | 'changed' | 'unchanged' | 'kept' | 'to-delete' = 'changed'): Change {
  if (status === 'to-delete') return { entry: { key, source: 'line 1' }, status }
  return { entry: { key, value: { bytes: Buffer.of(), size: 0 }, source: 'entries' }, status }
}

function heldBy(scope: typeof APP, ...keys: string[]): [string, HeldKey][] {
  return keys.map((key) => [key, { metadata: { 'kv-put-action': formatStamp(scope, key, 'x') } }])
}

function warnings(changes: readonly Change[], held: readonly [string, HeldKey][]): string[] {
  const diagnostics = new Diagnostics()
  warnOfOtherManagers(changes, new Map(held), APP, diagnostics)
  return diagnostics.warnings.map(({ message }) => message)
}

test('one warning names who manages the keys that are overwritten', () => {
  const held = [
    ...heldBy({ managedBy: 'octo/other', keyPrefix: 'é/' }, 'é/a', 'é/b'),
    ...heldBy({ managedBy: 'octo/site', keyPrefix: 'é' }, 'é/c'),
    ...heldBy({ managedBy: 'octo/site', keyPrefix: '' }, 'é/d')
  ]
  expect(
    warnings(
      ['é/a', 'é/b', 'é/c', 'é/d'].map((key) => change(key)),
      held
    )
  ).toEqual([
    '4 planned keys are managed by "octo/other" (2 keys, first "é/a"), "octo/site" with the key-prefix "é" (1 key, first "é/c"), "octo/site" with no key-prefix (1 key, first "é/d"): this step overwrites them and manages them from then on. If that is not intended, give each step its own keys'
  ])
})

test('a single key is named in the singular, and many managers are counted', () => {
  expect(warnings([change('é/a')], heldBy({ managedBy: 'other', keyPrefix: '' }, 'é/a'))[0]).toMatch(
    /^1 planned key is managed by "other" \(1 key, first "é\/a"\): this step overwrites it and manages it/
  )
  const keys = Array.from({ length: 8 }, (_, index) => `é/${index}`)
  const held = keys.flatMap((key) => heldBy({ managedBy: `m${key.slice(2)}`, keyPrefix: '' }, key))
  expect(
    warnings(
      keys.map((key) => change(key)),
      held
    )[0]
  ).toMatch(/"m4" \(1 key, first "é\/4"\) and 3 more: /)
})

test('keys of this step, keys without a manager and keys that are not written cause no warning', () => {
  const other = heldBy({ managedBy: 'octo/other', keyPrefix: '' }, 'é/kept', 'é/deleted', 'é/same')
  const copy: [string, HeldKey] = ['é/copy', { metadata: { 'kv-put-action': formatStamp(APP, 'é/a', 'x') } }]
  const held = [...other, ...heldBy(APP, 'é/own'), ['é/bare', {}] as [string, HeldKey], copy]
  const changes = [
    change('é/kept', 'kept'),
    change('é/deleted', 'to-delete'),
    change('é/same', 'unchanged'),
    change('é/new', 'new'),
    ...['é/own', 'é/bare', 'é/copy'].map((key) => change(key))
  ]
  expect(warnings(changes, held)).toEqual([])
})
