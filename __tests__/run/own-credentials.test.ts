import { expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'
import { useRuns } from '../support/runs.ts'

const runs = useRuns()
const TOKEN = 'cfut_a-token-that-nobody-should-read'
const credentials = [
  { input: 'github-token', text: 'ghs_another' },
  { input: 'api-token', text: TOKEN }
]
const root = makeFolder({
  token: `\n ${TOKEN}\r\n`,
  other: `${TOKEN}.`,
  'list.json': JSON.stringify([{ key: 'k', value: Buffer.from(TOKEN).toString('base64'), base64: true }])
})
const workspace = new Workspace(root, undefined)
const FILES = { baseDir: root, stripExtension: false, ifNoFilesFound: 'error', includeHiddenFiles: false } as const

test.each([
  ['a value', { key: 'k', value: TOKEN }],
  ['a value with white space around it', { key: 'k', value: `  ${TOKEN}\n\n` }],
  ['a file', { key: 'k', file: `${root}/token` }],
  ['a folder', { glob: `${root}/token`, ...FILES, prune: false }],
  ['a list', { entries: JSON.stringify({ k: TOKEN, l: 'fine' }) }],
  ['base64 in the file of a list', { entriesFile: `${root}/list.json` }]
])('a credential of the step is never published, nor shown: %s', async (_what, selection) => {
  const { report, sent } = await runs.run(runs.inputs({}, { selection, workspace, credentials }))
  expect(report.problems).toMatchObject([
    {
      message: expect.stringMatching(
        /^key "\w+" \(from .+\) has the api-token of this step as its value: leave the key/
      )
    }
  ])
  expect(JSON.stringify(report.problems)).not.toContain(TOKEN)
  expect(sent).toEqual([])
})

test('every credential is found, in a dry run without a target too: toJSON(secrets)', async () => {
  const selection = { entries: JSON.stringify({ token: TOKEN, github_token: 'ghs_another', other: 'fine' }, null, 2) }
  const sync = { ...WRITE_ALL, dryRun: true }
  const inputs = runs.inputs({}, { selection, credentials, sync, target: undefined, checksOnly: true })
  const { report } = await runs.run(inputs)
  expect(report.problems.map(({ key }) => key)).toEqual(['token', 'github_token'])
})

test('a value that only contains a credential is not one', async () => {
  const selection = { glob: `${root}/other`, ...FILES, prune: false }
  const { report } = await runs.run(runs.inputs({}, { selection, workspace, credentials }))
  expect(report.problems).toEqual([])
})

test('a cancelled run reads no more values', async () => {
  runs.controller.abort('SIGINT')
  const { report, sent } = await runs.run(runs.inputs({}, { selection: { key: 'k', value: TOKEN }, credentials }))
  expect([report.success, sent]).toEqual([false, []])
})
