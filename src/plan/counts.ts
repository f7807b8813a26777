import { formatCount } from '../shared/text.ts'
import type { ChangeStatus } from './change.ts'

/**
 * Returns the number of changes of each kind: `3 new, 1 changed, 9,996 unchanged, 2 to delete`, or `5 to write, 2 to delete`
 * for a run that does not compare.
 */
export function countChanges(changes: readonly { readonly status: string }[]): string {
  const count = (wanted: ChangeStatus): number => changes.filter(({ status }) => status === wanted).length
  const text = (number: number, name: string): string => `${formatCount(number)} ${name}`
  const textIfAny = (number: number, name: string): string[] => (number > 0 ? [text(number, name)] : [])
  const toWrite = count('to-write')
  const toDelete = textIfAny(count('to-delete'), 'to delete')
  const isCompared = changes.some(({ status }) => status !== 'to-write' && status !== 'to-delete')
  if (!isCompared) return [text(toWrite, 'to write'), ...toDelete].join(', ')
  return [
    text(count('new'), 'new'),
    text(count('changed'), 'changed'),
    text(count('unchanged'), 'unchanged'),
    ...textIfAny(count('kept'), 'kept'),
    ...textIfAny(toWrite, 'to write'),
    ...toDelete
  ].join(', ')
}
