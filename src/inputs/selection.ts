import * as core from '@actions/core'
import { isBackupFile } from '../entries/backup.ts'
import type { Selection } from '../entries/read.ts'
import type { Workspace } from '../entries/workspace.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { type InputName, INPUTS, type InputReader } from './reader.ts'

/**
 * Reads which pairs to write. Returns undefined when the inputs contradict one another.
 *
 * @param prune the input `prune`
 */
export function readSelection(reader: InputReader, workspace: Workspace, prune: boolean): Selection | undefined {
  const files = {
    baseDir: core.getInput('base-dir') || '.',
    stripExtension: reader.boolean('strip-extension'),
    includeHiddenFiles: reader.boolean('include-hidden-files'),
    ifNoFilesFound: reader.choice('if-no-files-found', ['error', 'warn', 'ignore']),
    prune
  }
  const sources = readSources()
  const problems = contradictions(sources)
  for (const problem of problems) reader.diagnostics.error(problem)
  if (problems.length > 0) return undefined
  const { key, value, file, glob, entries, 'entries-file': entriesFile } = sources
  if (glob) return { glob, ...files }
  if (entriesFile) return listOrBackup(entriesFile, workspace, reader.diagnostics)
  if (!key) return { entries }
  return value ? { key, value } : { key, file }
}

type Sources = Readonly<Record<'key' | 'value' | 'file' | 'glob' | 'entries' | 'entries-file', string>>

/** An input that is not given is an empty string. */
function readSources(): Sources {
  return {
    key: core.getInput('key'),
    value: core.getInput('value', { trimWhitespace: false }),
    file: core.getInput('file'),
    glob: core.getInput('glob'),
    entries: core.getInput('entries', { trimWhitespace: false }),
    'entries-file': core.getInput('entries-file')
  }
}

const SOURCES = ['key', 'glob', 'entries', 'entries-file'] as const

function contradictions(inputs: Sources): string[] {
  const { key, value, file } = inputs
  const problems: string[] = []
  const given = value ? 'value' : 'file'
  const sources = SOURCES.filter((name) => inputs[name].trim())
  const [source] = sources
  if (sources.length > 1) {
    problems.push(`${joined(sources)} are ${sources.length === 2 ? 'both' : 'all'} given: give exactly one of them`)
  }
  if (value && file) problems.push('value and file are both given: give exactly one of them with key')
  if (source && !key && (value || file)) problems.push(`${given} goes with key, not with ${source}`)
  if (!source && (value || file)) problems.push(`key is empty: give the key for ${given}, 1 to 512 bytes`)
  if (!source && !value && !file) {
    problems.push(`nothing to write: give exactly one of key (with value or file), ${joined(SOURCES.slice(1))}`)
  }
  if (key && sources.length === 1 && !value && !file) problems.push('key needs value or file, and both are empty')
  return problems
}

function joined(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** Inputs that would change what a backup restores. */
const NOT_WITH_BACKUP: readonly InputName[] = [
  'key-prefix',
  'metadata',
  'ttl',
  'expiration',
  'skip-unchanged',
  'prune',
  'if-key-exists'
]

function listOrBackup(entriesFile: string, workspace: Workspace, diagnostics: Diagnostics): Selection {
  if (!isBackupFile(entriesFile, workspace)) return { entriesFile }
  for (const name of NOT_WITH_BACKUP) {
    const given = core.getInput(name, { trimWhitespace: name !== 'key-prefix' }).replace(/[\r\n]+$/, '')
    if (given === '' || given.toLowerCase() === INPUTS[name]) continue
    diagnostics.error(`${name} cannot be used to restore a backup, which says itself what to write: remove ${name}`)
  }
  return { backupFile: entriesFile }
}
