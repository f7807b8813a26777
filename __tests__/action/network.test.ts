import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runAction, type StepResult } from '../../demo/run-action.ts'
import { type FakeGithub, startFakeGithub } from '../support/fake-github.ts'
import { makeFolder } from '../support/folders.ts'
import { CERTIFICATE, startTlsProxy, startTlsServer, type TlsProxy, type TlsServer } from '../support/tls-proxy.ts'

/** A fake of both Cloudflare's and GitHub's API. */
let upstream: FakeGithub
let proxy: TlsProxy
let server: TlsServer
let trusted: { readonly NODE_EXTRA_CA_CERTS: string }

beforeEach(async () => {
  upstream = await startFakeGithub()
  const port = Number(new URL(upstream.url).port)
  proxy = await startTlsProxy(port)
  server = await startTlsServer(port)
  trusted = { NODE_EXTRA_CA_CERTS: join(makeFolder({ 'ca.pem': CERTIFICATE }), 'ca.pem') }
})

afterEach(() => Promise.all([proxy.close(), server.close(), upstream.api.close()]))

function run(
  env: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {}
): Promise<StepResult> {
  const workspace = makeFolder()
  writeFileSync(join(workspace, 'event'), '{"pull_request":{"number":7}}')
  return runAction({
    workspace,
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': 'https://api.cloudflare.test/client/v4',
      key: 'k',
      value: 'v',
      metadata: '{"a":1}',
      'max-retries': '0',
      ...inputs
    },
    env: {
      GITHUB_API_URL: 'https://api.github.test',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(workspace, 'event'),
      GITHUB_TOKEN: 'token-2',
      ...env
    }
  })
}

describe('with a proxy in HTTPS_PROXY', () => {
  test('requests to the API and GitHub go through its tunnels, with its password', async () => {
    const { exitCode, log } = await run(
      // The environment cannot choose undici's other parser, which the bundle does not have.
      { ...trusted, HTTPS_PROXY: `http://user:secret@127.0.0.1:${proxy.port}`, UNDICI_USE_MILO: '1' },
      { comment: 'true' }
    )
    expect(log).not.toMatch(/^::(warning|error)/m)
    expect(exitCode).toBe(0)
    expect([...new Set(proxy.tunnels)]).toEqual([
      'user:secret@api.cloudflare.test:443',
      'user:secret@api.github.test:443'
    ])
    expect(upstream.comments).toHaveLength(1)
  })

  test('a host of NO_PROXY is reached directly', async () => {
    const { exitCode } = await run(
      { ...trusted, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'localhost,127.0.0.1' },
      { 'api-base-url': `https://127.0.0.1:${server.port}/client/v4` }
    )
    expect({ exitCode, tunnels: proxy.tunnels }).toEqual({ exitCode: 0, tunnels: [] })
    expect(upstream.api.requests).toHaveLength(1)
  })
})

describe('a certificate that is not in NODE_EXTRA_CA_CERTS', () => {
  test('is not trusted, even with NODE_TLS_REJECT_UNAUTHORIZED=0: GitHub gets no token', async () => {
    const { exitCode, log } = await run(
      { NODE_TLS_REJECT_UNAUTHORIZED: '0', GITHUB_API_URL: `https://127.0.0.1:${server.port}` },
      { comment: 'true', 'api-base-url': upstream.api.baseUrl }
    )
    expect(exitCode).toBe(0)
    expect(log).toMatch(
      /^::warning::The comment could not be written: .*its certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/m
    )
    expect(upstream.calls()).toEqual([])
  })
})
