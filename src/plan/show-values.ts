import { setImmediate as nextTurn } from 'node:timers/promises'
import { HeldUnknown } from '../kv/listing.ts'
import type { Namespace } from '../kv/namespace.ts'
import { readValue as readHeldValue } from '../kv/values.ts'
import { runPool } from '../shared/pool.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted } from '../shared/text.ts'
import { FileChanged, readValue } from '../shared/value.ts'
import type { Change, Plan } from './change.ts'
import { diffValues, type ValueDiff } from './diff.ts'

/** What happens to the value of a key. Holds values: only for the summary and the comment. */
export interface ShownChange {
  readonly key: string
  readonly status: Change['status']
  readonly diff: ValueDiff
}

/** The changes of values that a run shows. */
export interface ShownValues {
  readonly changes: readonly ShownChange[]
  /** How many keys change besides. */
  readonly others: number
}

const MAX_KEYS = 100

/**
 * Reads old and new values of a plan that compares, the old ones one by one: of the first 100 keys that it deletes, changes
 * or adds. A value that cannot be read becomes a note. To be called before the first write.
 *
 * @param concurrency requests in flight at once
 * @throws Cancelled when the run is
 */
export async function readShownValues(
  { changes }: Plan,
  namespace: Namespace,
  concurrency: number,
  { log }: Pick<Runtime, 'log'>
): Promise<ShownValues> {
  const all = (['to-delete', 'changed', 'new'] as const).flatMap((wanted) =>
    changes.filter(({ status }) => status === wanted)
  )
  const chosen = all.slice(0, MAX_KEYS)
  if (chosen.length > 0) log(`Reading the values of ${counted(chosen.length, 'key')}, to show how they change`)
  const shown = new Array<ShownChange>(chosen.length)
  await runPool(chosen.entries(), concurrency, (isStopped) => async ([index, change]) => {
    const { entry, status } = change
    shown[index] = { key: entry.key, status, diff: await diffChange(change, namespace, () => !isStopped()) }
    await nextTurn()
  })
  return { changes: shown, others: all.length - chosen.length }
}

async function diffChange({ entry, status }: Change, namespace: Namespace, isOn: () => boolean): Promise<ValueDiff> {
  try {
    const before = status === 'new' ? undefined : await readHeldValue(namespace, entry.key, isOn)
    const after = entry.value && readValue(entry.value)
    return await diffValues(before?.bytes, after)
  } catch (error) {
    if (error instanceof HeldUnknown || error instanceof FileChanged) return { note: error.message }
    throw error
  }
}
