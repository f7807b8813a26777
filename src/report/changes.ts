import type { ChangeStatus } from '../plan/change.ts'
import { formatCount } from '../shared/text.ts'

/** Returns how many changes there are of each kind: `3 new, 1 changed, 9,996 unchanged, 2 to delete`, or `5 to write`. */
export function countChanges(changes: readonly { readonly status: string }[]): string {
  const count = (wanted: ChangeStatus): number => changes.filter(({ status }) => status === wanted).length
  const told = (number: number, name: string): string => `${formatCount(number)} ${name}`
  const toWrite = count('to-write')
  if (toWrite === changes.length) return told(toWrite, 'to write')
  const toDelete = count('to-delete')
  return [
    told(count('new'), 'new'),
    told(count('changed'), 'changed'),
    told(count('unchanged'), 'unchanged'),
    ...(toDelete > 0 ? [told(toDelete, 'to delete')] : [])
  ].join(', ')
}
