import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { readInputs } from '../../src/inputs/inputs.ts'
import { INPUTS } from '../../src/inputs/reader.ts'
import { runAction } from '../../demo/run-action.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeFolder } from '../support/folders.ts'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; default?: string; required?: boolean }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
  readonly runs: { using: string; main: string }
}

const action = parse(readFileSync('action.yml', 'utf8')) as ActionFile
const readme = readFileSync('README.md', 'utf8')
const environment = useEnvironment()

/** The rows of the README's table that follows a heading, by the name in their first cell. */
function tableUnder(heading: string): Map<string, string[]> {
  const section = readme.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#+ /m)[0] ?? ''
  const rows = [...section.matchAll(/^\| `([^`]+)` *\|(.*)\|$/gm)]
  return new Map(rows.map(([, name = '', cells = '']) => [name, cells.split(' | ').map((cell) => cell.trim())]))
}

/** The names of all inputs that `readInputs` reads. */
async function inputsRead(): Promise<string[]> {
  const asked = new Set<string>()
  process.env = new Proxy(process.env, {
    get: (target, name: string) => {
      if (name.startsWith('INPUT_')) asked.add(name.slice('INPUT_'.length).toLowerCase())
      return target[name]
    }
  })
  await readInputs(Date.now(), new Diagnostics())
  return [...asked]
}

describe('inputs', () => {
  const declared = Object.keys(action.inputs)
  // An expression, such as the job's token, is no default of the code.
  const defaults = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, input.default?.replace(/^\$\{\{.*/, '') ?? ''])
  )

  test('that the code reads are the inputs that action.yml declares', async () => {
    expect((await inputsRead()).toSorted()).toEqual(declared.toSorted())
  })

  test('have the same names and defaults in action.yml and in the table of the code', () => {
    expect(Object.entries(INPUTS)).toEqual(Object.entries(defaults))
  })

  test('are listed in the README in the order of action.yml', () => {
    expect([...tableUnder('Inputs').keys()]).toEqual(declared)
  })

  test('have the same default in the README and in action.yml, which the code uses for an empty input', async () => {
    for (const [name, input] of Object.entries(action.inputs)) {
      if (input.default !== undefined)
        expect([name, tableUnder('Inputs').get(name)?.[0]]).toEqual([name, `\`${input.default}\``])
    }
    const withoutDefaults = await readInputs(0, new Diagnostics())
    environment.set(
      Object.fromEntries(Object.entries(defaults).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
    )
    expect(await readInputs(0, new Diagnostics())).toEqual(withoutDefaults)
  })
})

test('outputs are listed in the README in the order of action.yml, and a run sets all of them', async () => {
  const declared = Object.keys(action.outputs)
  expect([...tableUnder('Outputs').keys()]).toEqual(declared)
  const { outputs } = await runAction({ workspace: makeFolder(), with: {} })
  expect(Object.keys(outputs).toSorted()).toEqual(declared.toSorted())
})

test('the action runs on the Node of the runner, from the bundle', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
})
