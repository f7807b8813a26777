import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runAction, type StepResult } from '../../demo/run-action.ts'
import { makeFolder } from '../support/folders.ts'
import { OFFLINE, WRANGLER } from './clients.ts'

const WORKER = `export default {
  async fetch(request, env) {
    const value = await env.FLAGS.get(decodeURIComponent(new URL(request.url).pathname.slice(1)))
    return new Response(value, { status: value === null ? 404 : 200 })
  }
}`

const PROJECT = {
  'wrangler.jsonc': JSON.stringify({
    name: 'shop',
    main: 'worker.js',
    compatibility_date: '2026-07-01',
    kv_namespaces: [{ binding: 'FLAGS', id: '0f2ac74b498b48028cb68387c421e279' }]
  }),
  'worker.js': WORKER
}

let dev: ChildProcess
let origin = ''

beforeAll(async () => {
  const cwd = makeFolder(PROJECT)
  const args = [WRANGLER, 'dev', '--ip', '127.0.0.1', '--port', '0', '--show-interactive-dev-session=false']
  // A separate process group, so that child processes of wrangler can be ended with it.
  dev = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...OFFLINE },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true
  })
  let printed = ''
  for (const stream of [dev.stdout, dev.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  for (let tries = 0; tries < 300 && origin === ''; tries++) {
    origin = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1] ?? ''
    await setTimeout(100)
  }
  if (origin === '') throw new Error(`wrangler dev is not ready: ${printed}`)
})

// wrangler does not always end when it is asked to.
afterAll(async () => {
  if (dev.pid === undefined) return
  const ended = new Promise((resolve) => dev.once('exit', resolve))
  if (dev.exitCode === null && dev.signalCode === null) {
    dev.kill()
    await Promise.race([ended, setTimeout(5_000, undefined, { ref: false })])
  }
  try {
    process.kill(-dev.pid, 'SIGKILL')
  } catch {
    // The group has already ended.
  }
  dev.stdout?.destroy()
  dev.stderr?.destroy()
})

/** Runs the action against wrangler dev, without an account and without credentials. */
async function run(
  inputs: Readonly<Record<string, string>>,
  explorer = 'cdn-cgi/local/explorer/api',
  workspace = makeFolder()
): Promise<StepResult> {
  return runAction({
    workspace,
    with: { namespace: 'FLAGS', 'api-base-url': `${origin}/${explorer}`, ...inputs },
    // A folder for each run, as in jobs of their own.
    env: { RUNNER_TEMP: makeFolder() }
  })
}

async function read(key: string): Promise<string | undefined> {
  const response = await fetch(`${origin}/${encodeURIComponent(key)}`)
  return response.ok ? response.text() : undefined
}

test.each(['cdn-cgi/local/explorer/api', 'cdn-cgi/explorer/api'])(
  'the Worker reads what was published to /%s',
  async (path) => {
    const { exitCode, outputs } = await run(
      { key: `a b/é?#${path.length}`, value: 'on', metadata: '{"a":1}', ttl: '1h' },
      path
    )
    expect([exitCode, outputs['written']]).toEqual([0, '1'])
    expect(await read(`a b/é?#${path.length}`)).toBe('on')
  }
)

test('a list with metadata and base64 is written, and a second run finds it unchanged', async () => {
  const entries = JSON.stringify([
    { key: 'one', value: '1', metadata: { n: 1 } },
    { key: 'two', value: 'AAH/', base64: true },
    { key: 'empty', value: '' }
  ])
  const inputs = { entries, 'key-prefix': 'list/', prune: 'true', 'managed-by': 'list' }
  expect((await run(inputs)).outputs).toMatchObject({ success: 'true', written: '3' })
  expect((await run(inputs)).outputs).toMatchObject({ success: 'true', written: '0', unchanged: '3' })
})

test('prune deletes, and a dry run plans', async () => {
  const inputs = { 'key-prefix': 'prune/', prune: 'true', 'managed-by': 'pruned' }
  await run({ ...inputs, entries: '{"a":1,"b":2}' })
  const less = { ...inputs, entries: '{"a":1}' }
  expect((await run({ ...less, 'dry-run': 'true' })).outputs).toMatchObject({ 'to-delete': '1', deleted: '0' })
  expect((await run(less)).outputs).toMatchObject({ success: 'true', deleted: '1' })
  expect(await read('prune/b')).toBeUndefined()
})

test('a backup is made and restored', async () => {
  await run({ entries: '[{"key":"undo/a","value":"old","metadata":{"v":1.0},"expiration_ttl":3600}]' })
  const published = await run({ entries: '{"undo/a":"new","undo/b":"new"}', backup: 'true' })
  const backup = published.outputs['backup-path'] ?? ''
  expect(readFileSync(backup, 'utf8')).toContain('old')
  expect(await read('undo/a')).toBe('new')
  // In a job of its own, the backup would be an artifact of the first one.
  const workspace = makeFolder({ 'backup.json': readFileSync(backup) })
  const undone = await run({ 'entries-file': 'backup.json' }, undefined, workspace)
  expect(undone.outputs).toMatchObject({ success: 'true', written: '1', deleted: '1' })
  expect([await read('undo/a'), await read('undo/b')]).toEqual(['old', undefined])
})

test('a binding that does not exist is named with those that do', async () => {
  const { exitCode, log } = await run({ namespace: 'FLAG', key: 'a', value: '1' })
  expect(exitCode).toBe(1)
  expect(log).toMatch(/"FLAG" is not a KV binding or ID .*: it has "FLAGS"/)
})

test('the namespace may be given by its ID', async () => {
  const { outputs } = await run({ namespace: '0f2ac74b498b48028cb68387c421e279', key: 'by-id', value: 'on' })
  expect(outputs).toMatchObject({ success: 'true' })
  expect(await read('by-id')).toBe('on')
})
