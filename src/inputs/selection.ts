import * as core from '@actions/core'
import type { Diagnostics } from '../shared/diagnostics.ts'
import type { FilesSelection } from '../entries/files.ts'
import type { Selection } from '../entries/read.ts'
import type { InputReader } from './reader.ts'
import { isTrue, parseBoolean, parseChoice } from './scalars.ts'

/** Reads which pairs to write. Returns undefined when the inputs contradict one another. */
export async function readSelection(reader: InputReader): Promise<Selection | undefined> {
  const stripExtension = await reader.setting('strip-extension', 'false', parseBoolean)
  const ifNoFilesFound = await reader.setting('if-no-files-found', 'error', (text) =>
    parseChoice(text, ['error', 'warn', 'ignore'] as const)
  )
  const includeHiddenFiles = await reader.setting('include-hidden-files', 'false', parseBoolean)
  return parseSelection(
    {
      key: core.getInput('key'),
      value: core.getInput('value', { trimWhitespace: false }),
      file: core.getInput('file'),
      glob: core.getInput('glob'),
      entries: core.getInput('entries', { trimWhitespace: false }),
      entriesFile: core.getInput('entries-file'),
      baseDir: core.getInput('base-dir') || '.',
      stripExtension,
      includeHiddenFiles,
      ifNoFilesFound,
      prune: isTrue(core.getInput('prune'))
    },
    reader.diagnostics
  )
}

/** The inputs that say which pairs to write, an empty string for what was not given. */
interface SelectionInputs extends Omit<FilesSelection, 'glob'> {
  readonly key: string
  readonly value: string
  readonly file: string
  readonly glob: string
  readonly entries: string
  readonly entriesFile: string
}

/**
 * Returns the selection that the inputs describe. Records an error for each contradiction, and then returns undefined.
 */
function parseSelection(inputs: SelectionInputs, diagnostics: Diagnostics): Selection | undefined {
  const { key, value, file, glob, entries, entriesFile, ...files } = inputs
  const problems = contradictions(inputs)
  for (const problem of problems) diagnostics.error(problem)
  if (problems.length > 0) return undefined
  if (glob) return { glob, ...files }
  if (entriesFile) return { entriesFile }
  if (!key) return { entries }
  return value ? { key, value } : { key, file }
}

function contradictions({ key, value, file, ...others }: SelectionInputs): string[] {
  const problems: string[] = []
  const given = value ? 'value' : 'file'
  const sources = [...(key ? ['key'] : []), ...sourcesWithoutKey(others)]
  const [source] = sources
  if (sources.length > 1) problems.push(`${joined(sources)} are ${all(sources)} given: give exactly one of them`)
  if (value && file) problems.push('value and file are both given: give exactly one of them with key')
  if (source && !key && (value || file)) problems.push(`${given} goes with key, not with ${source}`)
  if (!source && (value || file)) problems.push(`key is empty: give the key for ${given}, 1 to 512 bytes`)
  if (!source && !value && !file) {
    problems.push(`nothing to write: give exactly one of key (with value or file), ${joined(SOURCES_WITHOUT_KEY)}`)
  }
  // The runner passes an input that is not given as an empty string, so the two can't be told apart.
  if (key && sources.length === 1 && !value && !file) {
    problems.push('key needs value or file, and both are empty')
  }
  return problems
}

const SOURCES_WITHOUT_KEY = ['glob', 'entries', 'entries-file']

function sourcesWithoutKey({
  glob,
  entries,
  entriesFile
}: Pick<SelectionInputs, 'glob' | 'entries' | 'entriesFile'>): string[] {
  const given = [glob, entries.trim(), entriesFile]
  return SOURCES_WITHOUT_KEY.filter((_name, index) => given[index])
}

function joined(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

function all(names: readonly string[]): string {
  return names.length === 2 ? 'both' : 'all'
}
