import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { useInputs, VALID } from '../support/inputs.ts'

const folder = makeFolder()
writeFileSync(join(folder, 'backup.json'), '{"kv-put-action-backup":1,"namespace_id":"id","entries":[]}')
writeFileSync(join(folder, 'list.json'), '{"a":1}')
const RESTORE = {
  ...VALID,
  INPUT_KEY: '',
  INPUT_VALUE: '',
  'INPUT_ENTRIES-FILE': 'backup.json',
  GITHUB_WORKSPACE: folder,
  GITHUB_REPOSITORY: 'octo/site'
}
const { read } = useInputs()

test('entries-file is a backup when its first property says so', async () => {
  expect(await read(RESTORE)).toMatchObject({ errors: [], inputs: { selection: { backupFile: 'backup.json' } } })
  const list = await read({ ...RESTORE, 'INPUT_ENTRIES-FILE': 'list.json', 'INPUT_KEY-PREFIX': 'app/' })
  expect(list).toMatchObject({ errors: [], inputs: { selection: { entriesFile: 'list.json' } } })
})

test('a backup can be combined with default inputs, dry-run and backup', async () => {
  const inputs = {
    'INPUT_SKIP-UNCHANGED': 'false',
    INPUT_PRUNE: 'False',
    'INPUT_IF-KEY-EXISTS': 'overwrite',
    'INPUT_DRY-RUN': 'true',
    INPUT_BACKUP: 'true',
    INPUT_METADATA: ' '
  }
  expect(await read({ ...RESTORE, ...inputs })).toMatchObject({ errors: [] })
})

describe('a backup refuses', () => {
  test.each([
    ['key-prefix', 'app/'],
    ['metadata', '{"a":1}'],
    ['ttl', '1d'],
    ['expiration', '2030-01-01T00:00:00Z'],
    ['skip-unchanged', 'true'],
    ['if-key-exists', 'keep'],
    ['if-key-exists', 'error']
  ])('%s: %s', async (name, value) => {
    const { errors } = await read({ ...RESTORE, [`INPUT_${name.toUpperCase()}`]: value })
    expect(errors).toEqual([
      `${name} cannot be used to restore a backup, which says itself what to write: remove ${name}`
    ])
  })
})

test('backup writes into RUNNER_TEMP', async () => {
  expect((await read({ ...VALID, INPUT_BACKUP: 'true', RUNNER_TEMP: folder })).inputs.backupFolder).toBe(folder)
  expect((await read({ ...VALID, INPUT_BACKUP: '' })).inputs.backupFolder).toBeUndefined()
  expect((await read({ ...VALID, INPUT_BACKUP: 'yes' })).errors).toEqual(['backup must be true or false, got "yes"'])
})
