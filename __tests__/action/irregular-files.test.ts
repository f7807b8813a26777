import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const KEY = { key: 'k', value: 'v' }

/** Inputs that read a path. Each checks the extension before the file. */
const INPUTS: Readonly<Record<string, (path: string) => Record<string, string>>> = {
  file: (path) => ({ key: 'k', file: path }),
  glob: (path) => ({ glob: path }),
  'entries-file': (path) => ({ 'entries-file': `${path}.yaml` }),
  'entries-file in JSON': (path) => ({ 'entries-file': `${path}.json` }),
  'the file of an entry': (path) => ({ entries: `- { key: k, file: ${path} }` }),
  'wrangler-config': (path) => ({ ...KEY, 'wrangler-config': `${path}.toml` }),
  'wrangler-config in JSON': (path) => ({ ...KEY, 'wrangler-config': `${path}.json` })
}
const EXTENSIONS = ['', '.yaml', '.json', '.toml']

const NO_FILE = 'is not a regular file'
const KINDS = {
  folder: 'is a folder',
  pipe: NO_FILE,
  device: 'lies outside the workspace',
  // A socket cannot even be opened.
  socket: /cannot be read \(E[A-Z]+\)|is not a regular file/
}

const workspace = makeFolder()
const server = createServer()
let api: FakeApi

beforeAll(async () => {
  api = await startFakeApi()
  for (const extension of EXTENSIONS) {
    mkdirSync(join(workspace, `folder${extension}`))
    execFileSync('mkfifo', [join(workspace, `pipe${extension}`)])
    symlinkSync('/dev/zero', join(workspace, `device${extension}`))
    if (extension) symlinkSync('socket', join(workspace, `socket${extension}`))
  }
  await new Promise<void>((resolve) => {
    server.listen(join(workspace, 'socket'), resolve)
  })
})

afterAll(async () => {
  server.close()
  await api.close()
})

const cases = Object.keys(INPUTS).flatMap((input) =>
  Object.entries(KINDS)
    // A glob may match a folder.
    .filter(([kind]) => !(input === 'glob' && kind === 'folder'))
    .map(([kind, message]) => [kind, input, message] as const)
)

// Windows has no pipes, devices or sockets in its file system.
const describeIfPosix = process.platform === 'win32' ? describe.skip : describe

describeIfPosix('paths that are not regular files are refused without blocking:', () => {
  test.each(cases)(
    'a %s as %s',
    async (kind, input, message) => {
      const { exitCode, log } = await runAction({
        workspace,
        with: {
          'api-token': 'token-1',
          'account-id': 'account',
          namespace: '0f2ac74b498b48028cb68387c421e279',
          'api-base-url': api.baseUrl,
          ...INPUTS[input]?.(kind)
        }
      })
      expect(exitCode).toBe(1)
      const failure = log.split('\n').find((line) => line.startsWith('::error::Nothing was written: ')) ?? ''
      expect(failure).toContain(`"${kind}`)
      expect(failure).toMatch(typeof message === 'string' ? new RegExp(message) : message)
      expect(api.requests).toEqual([])
    },
    10_000
  )
})
