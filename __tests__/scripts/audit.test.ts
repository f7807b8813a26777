import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from '@jest/globals'
import { type Answer, type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

let registry: FakeApi | undefined

afterEach(() => registry?.close())

/** Audits this project with the real npm, against a registry that answers as `advisories` says. */
async function audit(advisories: Answer): Promise<{ status: number | null; told: string }> {
  registry = await startFakeApi(({ url = '' }) => (url.includes('/advisories/') ? advisories : packument(url)))
  const child = spawn(process.execPath, ['scripts/audit.ts'], {
    env: {
      PATH: process.env['PATH'],
      npm_config_registry: new URL('/', registry.baseUrl).href,
      npm_config_cache: makeFolder(),
      npm_config_fetch_retries: '0'
    }
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [told, status] = await Promise.all([text(child.stdout), ended])
  return { status, told }
}

/** What a registry tells of a package: as much of it as npm needs. */
function packument(url: string): Answer {
  const name = decodeURIComponent(url.slice(1))
  return { body: { name, 'dist-tags': {}, versions: {} } }
}

function advisory(title: string): object {
  return { id: 1, url: 'https://example.com', title, severity: 'high', vulnerable_versions: '*' }
}

test('no package with a known vulnerability passes', async () => {
  expect(await audit({ body: {} })).toEqual({ status: 0, told: 'None.\n' })
})

test('a package of the bundle with one fails', async () => {
  const { status, told } = await audit({ body: { undici: [advisory('Smuggling')] } })
  expect(status).toBe(1)
  expect(told).toContain('undici, high: Smuggling (in the bundle)\n')
})

test('a package that only development needs is told of, and passes', async () => {
  const { status, told } = await audit({ body: { prettier: [advisory('Bad taste')] } })
  expect({ status, told }).toEqual({ status: 0, told: 'prettier, high: Bad taste\n' })
})

test('a registry that has no answer is passed over', async () => {
  expect(await audit({ status: 405 })).toEqual({
    status: 0,
    told: 'The registry does not tell of vulnerabilities: skipped.\n'
  })
})
