import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Change } from '../../src/plan/change.ts'
import { readShownValues, type ShownChange } from '../../src/plan/show-values.ts'
import { ExactApi } from '../support/exact-api.ts'
import { makeFolder } from '../support/folders.ts'
import { ID } from '../support/run-inputs.ts'
import { makeTransport } from '../support/transport.ts'

const on = new ExactApi()

function write(key: string, status: 'new' | 'changed' | 'unchanged' | 'kept', text = 'new'): Change {
  return { entry: { key, value: { bytes: Buffer.from(text), size: text.length }, source: 'value' }, status }
}

async function show(changes: readonly Change[], supportsUrlEncoding = true): Promise<readonly ShownChange[]> {
  const namespace = new Namespace(makeTransport(on.baseUrl), 'account', ID, supportsUrlEncoding)
  return (await readShownValues({ changes }, namespace, 4, { log: () => undefined })).changes
}

test('deletions come first, then changed and new keys, and others are left out', async () => {
  for (const key of ['a', 'b', 'c', 'd']) on.kv.pairs.set(key, { value: 'old' })
  const deletion: Change = { entry: { key: 'd', source: 'prune' }, status: 'to-delete' }
  const changes = [write('e', 'new'), write('a', 'changed'), write('b', 'unchanged'), write('c', 'kept'), deletion]
  expect(await show(changes)).toEqual([
    { key: 'd', status: 'to-delete', diff: { lines: ['-old'] } },
    { key: 'a', status: 'changed', diff: { lines: ['-old', '+new'] } },
    { key: 'e', status: 'new', diff: { lines: ['+new'] } }
  ])
})

test('a key that was deleted meanwhile is shown as new', async () => {
  expect(await show([write('gone', 'changed')])).toMatchObject([{ diff: { lines: ['+new'] } }])
})

test('a namespace from before 2021 shows only keys that a URL can name', async () => {
  on.kv.pairs.set('a', { value: 'old' })
  expect(await show([write('a', 'changed'), write('b c', 'changed')], false)).toMatchObject([
    { diff: { lines: ['-old', '+new'] } },
    { diff: { note: expect.stringMatching(/^key "b c" cannot be read by itself: .*supports_url_encoding: false/) } }
  ])
})

test('a file that cannot be read any more has a note', async () => {
  const entry = { key: 'k', value: { path: join(makeFolder(), 'gone'), size: 1 }, source: 'gone' }
  expect(await show([{ entry, status: 'new' }])).toMatchObject([{ diff: { note: expect.stringContaining('ENOENT') } }])
})
