import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { readEntries, type Selection } from '../../src/entries/read.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { readWranglerFile } from '../../src/inputs/wrangler.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnPosix } from '../support/system.ts'

const KINDS: readonly [kind: string, make: (path: string) => Promise<() => void>][] = [
  ['a pipe that nobody writes to', makePipe],
  ['a socket', makeSocket],
  ['an endless device', linkToDevice]
]

function makePipe(path: string): Promise<() => void> {
  execFileSync('mkfifo', [path])
  return Promise.resolve(() => undefined)
}

function linkToDevice(path: string): Promise<() => void> {
  symlinkSync('/dev/zero', path)
  return Promise.resolve(() => undefined)
}

function makeSocket(path: string): Promise<() => void> {
  const server = createServer()
  return new Promise((resolve) =>
    server.listen(path, () => {
      resolve(() => server.close())
    })
  )
}

const RUNTIME = { clock: systemClock, log: () => undefined, signal: new AbortController().signal }

async function problemsOf(selection: Selection, workspace: Workspace): Promise<string[]> {
  const diagnostics = new Diagnostics()
  await readEntries(selection, { keyPrefix: '', defaults: {} }, workspace, RUNTIME, diagnostics)
  return diagnostics.errors.map(({ message }) => message)
}

async function problemOfConfig(path: string, workspace: Workspace): Promise<string[]> {
  return readWranglerFile(path, workspace).then(
    () => [],
    (error: unknown) => [(error as Error).message]
  )
}

const GLOB = {
  includeHiddenFiles: false,
  baseDir: tmpdir(),
  stripExtension: false,
  ifNoFilesFound: 'error',
  prune: false
} as const

const INPUTS: readonly [string, string, (path: string, workspace: Workspace) => Promise<string[]>][] = [
  ['file', 'a', (file, workspace) => problemsOf({ key: 'k', file }, workspace)],
  ['glob', 'a', (glob, workspace) => problemsOf({ ...GLOB, glob }, workspace)],
  ['file of an entry', 'a', (file, workspace) => problemsOf({ entries: `- { key: k, file: "${file}" }` }, workspace)],
  ['entries-file', 'a.yaml', (entriesFile, workspace) => problemsOf({ entriesFile }, workspace)],
  ['entries-file', 'a.json', (entriesFile, workspace) => problemsOf({ entriesFile }, workspace)],
  ['wrangler-config', 'a.toml', problemOfConfig],
  ['wrangler-config', 'a.jsonc', problemOfConfig]
]

describe.each(INPUTS)('as %s by the name %s', (_input, name, problems) => {
  testOnPosix.each(KINDS)('%s is refused, and not read', async (_kind, make) => {
    const path = join(makeFolder(), name)
    const remove = await make(path)
    // The workspace is /dev, because a device outside the workspace is refused for its location.
    const told = await problems(path, new Workspace('/dev', join(path, '..')))
    remove()
    expect(told).toEqual([expect.stringContaining(`"${path}" is not a regular file`)])
  })
})
