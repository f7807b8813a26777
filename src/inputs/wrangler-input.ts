import * as core from '@actions/core'
import type { Workspace } from '../entries/workspace.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { environment, type InputReader } from './reader.ts'
import type { WranglerConfig } from './wrangler.ts'
import type { WranglerFile } from './wrangler-file.ts'

/** An environment of `wrangler-config`. */
interface ChosenEnvironment {
  /** Empty when none was chosen. */
  readonly name: string
  /** As messages begin: the input, or the environment variable. */
  readonly source: string
}

/** Returns the environment of `wrangler-config` that the input chooses, or as in wrangler, `CLOUDFLARE_ENV`. */
export function chosenEnvironment(): ChosenEnvironment {
  const name = core.getInput('wrangler-environment')
  const variable = core.getInput('wrangler-config') ? environment('CLOUDFLARE_ENV') : ''
  if (name || !variable) return { name, source: 'wrangler-environment' }
  return { name: variable, source: 'environment variable CLOUDFLARE_ENV' }
}

/**
 * Reads the file that `wrangler-config` names. Returns `config: undefined` when the input is empty. Returns undefined
 * when the file is invalid, since its settings are unknown then.
 */
export async function readWrangler(
  { diagnostics }: InputReader,
  workspace: Workspace
): Promise<{ readonly config: WranglerConfig | undefined } | undefined> {
  const path = core.getInput('wrangler-config')
  const { name, source } = chosenEnvironment()
  if (!path && name) diagnostics.error('wrangler-environment needs wrangler-config: give the file that has it')
  if (!path) return name ? undefined : { config: undefined }
  const { readWranglerFile } = await import('./wrangler-file.ts')
  const { WranglerConfig } = await import('./wrangler.ts')
  const file = await diagnostics.attempt('wrangler-config', () => readWranglerFile(path, workspace))
  if (file && !name) warnOfEnvironments(file, diagnostics)
  const config = file && (await diagnostics.attempt(source, () => new WranglerConfig(file, name)))
  return config && { config }
}

/** Warns as wrangler does: using the top level is right for some files, and a mistake for others. */
function warnOfEnvironments({ path, environments }: WranglerFile, diagnostics: Diagnostics): void {
  if (environments.length === 0) return
  diagnostics.warning(
    `wrangler-config ${quoted(path)} has environments (${listed(environments)}) and none was chosen, so its top level is used; to choose one, set wrangler-environment or the environment variable CLOUDFLARE_ENV`
  )
}
