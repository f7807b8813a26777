import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { useEntries } from '../support/entries.ts'
import { makeFolder } from '../support/folders.ts'

const read = useEntries()

describe('a single key', () => {
  test('can have a file, which is read only when it is sent', async () => {
    const root = makeFolder({ 'config/a.json': 'abc' })
    const { entries } = await read(root, { key: 'a', file: './config/a.json' })
    expect(entries).toMatchObject([
      {
        key: 'a',
        value: { path: join(root, 'config/a.json'), size: 3 },
        source: 'config/a.json',
        location: { file: 'config/a.json' }
      }
    ])
  })

  test('whose file was not found is named by the error and by the entry', async () => {
    const { entries, errors } = await read(makeFolder({ other: '' }), { key: 'a', file: 'missing.json' })
    expect(entries).toMatchObject([{ key: 'a', source: 'missing.json', value: { size: 0 } }])
    expect(errors).toEqual([
      'file "missing.json" was not found, or is a broken symlink: paths are relative to the workspace'
    ])
  })
})
