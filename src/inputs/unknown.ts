import type { Diagnostics } from '../shared/diagnostics.ts'
import { misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { type InputName, INPUTS } from './reader.ts'

const NAMES = Object.keys(INPUTS) as InputName[]
const PREFIX = 'INPUT_'

/** The most letters that a misspelled name lacks at its end: `name` is not meant as `namespace`. */
const MAX_CUT = 3

/**
 * Records an error for each variable `INPUT_…` that is probably a misspelled input. The runner passes unknown inputs with
 * only a warning, and a step with a misspelled `ttl` or `dry-run` must not write as if it was not given. A variable that
 * resembles no input, or one that is given, may belong to the job.
 */
export function checkUnknownInputs(variables: NodeJS.ProcessEnv, diagnostics: Diagnostics): void {
  // nektos/act passes the inputs of a composite action to the actions in it.
  if (variables['ACT'] === 'true') return
  for (const variable of Object.keys(variables)) {
    // The runner writes the names of inputs in upper case, with _ for spaces.
    if (!variable.startsWith(PREFIX) || variable !== variable.toUpperCase()) continue
    const name = variable.slice(PREFIX.length).toLowerCase()
    const meant = misspelled(name.replaceAll('_', '-'), NAMES)
    if (meant === undefined || meant === name || isCut(name, meant) || isGiven(meant, variables)) continue
    diagnostics.error(
      `unknown input ${quoted(name)}; did you mean ${meant}? If ${quoted(variable)} is a variable of the job for other steps, rename it`
    )
  }
}

function isCut(name: string, meant: string): boolean {
  return meant.startsWith(name) && meant.length - name.length > MAX_CUT
}

function isGiven(name: InputName, variables: NodeJS.ProcessEnv): boolean {
  const value = variables[`${PREFIX}${name.toUpperCase()}`]
  return Boolean(value) && value !== INPUTS[name] && name !== 'github-token'
}
