import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from '@jest/globals'
import { type Answer, type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

let registry: FakeApi | undefined

afterEach(() => registry?.close())

/** Audits this project with the real npm, against a registry that answers with `advisories`. */
async function audit(
  advisories: Answer,
  env: Readonly<Record<string, string>> = {}
): Promise<{ status: number | null; printed: string }> {
  registry = await startFakeApi(({ url = '' }) => (url.includes('/advisories/') ? advisories : packument(url)))
  const child = spawn(process.execPath, ['scripts/audit.ts'], {
    env: {
      PATH: process.env['PATH'],
      npm_config_registry: new URL('/', registry.baseUrl).href,
      npm_config_cache: makeFolder(),
      npm_config_fetch_retries: '0',
      ...env
    }
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [printed, status] = await Promise.all([text(child.stdout), ended])
  return { status, printed }
}

/** The answer of a registry about a package, with only the parts that npm needs. */
function packument(url: string): Answer {
  const name = decodeURIComponent(url.slice(1))
  return { body: { name, 'dist-tags': {}, versions: {} } }
}

function advisory(title: string): object {
  return { id: 1, url: 'https://example.com', title, severity: 'high', vulnerable_versions: '*' }
}

test('the audit passes if no package has a known vulnerability', async () => {
  expect(await audit({ body: {} })).toEqual({ status: 0, printed: 'None.\n' })
})

test('the audit fails if a package of the bundle has a vulnerability', async () => {
  const { status, printed } = await audit({ body: { undici: [advisory('Smuggling')] } })
  expect(status).toBe(1)
  expect(printed).toContain('undici, high: Smuggling (in the bundle)\n')
})

test('the audit prints a vulnerability of a development dependency, and passes', async () => {
  const { status, printed } = await audit({ body: { prettier: [advisory('Bad taste')] } })
  expect({ status, printed }).toEqual({ status: 0, printed: 'prettier, high: Bad taste\n' })
})

test('the audit is skipped if the registry does not answer', async () => {
  expect(await audit({ status: 405 })).toEqual({
    status: 0,
    printed: 'The registry does not answer which packages are vulnerable: skipped.\n'
  })
})

test('the audit fails on GitHub if the registry does not answer', async () => {
  expect(await audit({ status: 405 }, { GITHUB_ACTIONS: 'true' })).toEqual({
    status: 1,
    printed: 'The registry does not answer which packages are vulnerable: failed.\n'
  })
})
