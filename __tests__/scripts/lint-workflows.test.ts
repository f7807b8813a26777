import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
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

function lint(path: string, text: string): { status: number | null; told: string } {
  const file = join(makeFolder({ [path]: text }), path)
  const { status, stderr } = spawnSync(process.execPath, ['scripts/lint-workflows.ts', file], { encoding: 'utf8' })
  return { status, told: stderr.replaceAll(file, path) }
}

function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, to)
}

test('a workflow without a mistake passes', () => {
  expect(lint('.github/workflows/a.yml', WORKFLOW)).toEqual({ status: 0, told: '' })
})

describe('a workflow fails that has', () => {
  test.each([
    ['a property that is none', 'permissions: {}', 'permisions: {}', "2:1 Unexpected value 'permisions'"],
    ['a right that is none', 'contents: read', 'contents: reed', "6:30 Unexpected value 'reed'"],
    ['an event that is none', 'on: push', 'on: pussh', "1:5 Unexpected value 'pussh'"],
    ['no machine', 'runs-on: ubuntu-latest', 'timeout-minutes: 5', '5:5 Required property is missing: runs-on'],
    ['an output of a step that is none', 'steps.kv', 'steps.q', '10:19 Context access might be invalid: q'],
    ['an expression that is not closed', '}}', '}', '10:14 The expression is not closed'],
    ['an action without a version', '@v1', '', '9:15 Expected format {owner}/{repo}[/path]@{ref}']
  ])('%s', (_mistake, from, to, message) => {
    const { status, told } = lint('.github/workflows/a.yml', changed(WORKFLOW, from, to))
    expect(status).toBe(1)
    expect(told).toContain(`.github/workflows/a.yml:${message}`)
  })
})

describe('the action file fails that has', () => {
  const action = readFileSync('action.yml', 'utf8')

  test.each([
    ['a run-time that is none', 'node24', 'node25', "Unexpected value 'node25'"],
    ['no bundle', '  main: dist/index.js', '', "'main' is required for Node.js actions"],
    ['an icon that is none', 'upload-cloud', 'cloud-upload', "Unexpected value 'cloud-upload'"]
  ])('%s', (_mistake, from, to, message) => {
    const { status, told } = lint('action.yml', changed(action, from, to))
    expect(status).toBe(1)
    expect(told).toContain(message)
  })
})
