import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'

const WORKFLOW = `on: push
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - id: kv
        uses: org/kv-put-action@v1
      - run: echo \${{ steps.kv.outputs.written }}
`
const ACTION = readFileSync('action.yml', 'utf8')

/** A mistake: its name, the text that it replaces, its text, and the expected message. */
type Mistake = readonly [name: string, from: string, to: string, message: string]

const WORKFLOW_MISTAKES: readonly Mistake[] = [
  ['an unknown property', 'permissions: {}', 'permisions: {}', "2:1 Unexpected value 'permisions'"],
  ['an unknown permission', 'contents: read', 'contents: reed', "6:30 Unexpected value 'reed'"],
  ['an unknown event', 'on: push', 'on: pussh', "1:5 Unexpected value 'pussh'"],
  ['no runner', 'runs-on: ubuntu-latest', 'timeout-minutes: 5', '5:5 Required property is missing: runs-on'],
  ['an output of an unknown step', 'steps.kv', 'steps.q', '10:19 Context access might be invalid: q'],
  ['an unclosed expression', '}}', '}', '10:14 The expression is not closed'],
  ['an action without a version', '@v1', '', '9:15 Expected format {owner}/{repo}[/path]@{ref}'],
  ['an unknown runner', 'ubuntu-latest', 'ubuntu-11.04', '5:14 label "ubuntu-11.04" is unknown.'],
  [
    'untrusted text in a script',
    'steps.kv.outputs.written',
    'github.head_ref',
    '10:23 "github.head_ref" is potentially'
  ],
  [
    'a pattern that matches no branch',
    'on: push',
    'on: { push: { branches: ["a b"] } }',
    "1:28 character ' ' is invalid"
  ]
]

const ACTION_MISTAKES: readonly Mistake[] = [
  ['an unknown runtime', 'node24', 'node25', "Unexpected value 'node25'"],
  ['no bundle', '  main: dist/index.js', '', "'main' is required for Node.js actions"],
  ['an unknown icon', 'upload-cloud', 'cloud-upload', "Unexpected value 'cloud-upload'"]
]

function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, to)
}

/** Lints files, and returns the exit code and the messages without the folder. */
function lint(files: Readonly<Record<string, string>>): { status: number | null; messages: string } {
  const folder = makeFolder(files)
  const paths = Object.keys(files).map((file) => join(folder, file))
  const { status, stderr } = spawnSync(process.execPath, ['scripts/lint-workflows.ts', ...paths], { encoding: 'utf8' })
  return { status, messages: stderr.replaceAll(join(folder, '/'), '') }
}

const workflowPath = (name: string): string => `.github/workflows/${name.replaceAll(' ', '-')}.yml`
const actionPath = (name: string): string => `${name.replaceAll(' ', '-')}/action.yml`

test('files without a mistake pass', () => {
  expect(lint({ [workflowPath('a')]: WORKFLOW, 'action.yml': ACTION })).toEqual({ status: 0, messages: '' })
})

describe('a mistake is reported with its position', () => {
  let linted: ReturnType<typeof lint>

  // One process for all files, because actionlint takes a second to load.
  beforeAll(() => {
    linted = lint({
      ...Object.fromEntries(
        WORKFLOW_MISTAKES.map(([name, ...m]) => [workflowPath(name), changed(WORKFLOW, m[0], m[1])])
      ),
      ...Object.fromEntries(ACTION_MISTAKES.map(([name, ...m]) => [actionPath(name), changed(ACTION, m[0], m[1])]))
    })
    expect(linted.status).toBe(1)
  })

  test.each(WORKFLOW_MISTAKES)('in a workflow: %s', (name, _from, _to, message) => {
    expect(linted.messages).toContain(`${workflowPath(name)}:${message}`)
  })

  test.each(ACTION_MISTAKES)('in action.yml: %s', (name, _from, _to, message) => {
    expect(linted.messages).toMatch(new RegExp(`^${actionPath(name)}:.*${message}`, 'm'))
  })
})

test.each([
  ['a workflow', { [workflowPath('a')]: changed(WORKFLOW, '}}', '}') }],
  ['action.yml', { 'action.yml': changed(ACTION, 'node24', 'node25') }]
])('a mistake in %s fails', (_file, files) => {
  expect(lint(files).status).toBe(1)
})
