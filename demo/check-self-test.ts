// Checks the outputs of the steps in CI's self-test, and the content of the local KV after them.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'

interface Step {
  readonly outcome: string
  readonly outputs: Readonly<Record<string, string>>
}

const env = process.env as Readonly<Record<string, string>>
const { key, folder, planned, pruned, refused } = JSON.parse(env['STEPS'] ?? '') as Readonly<
  Record<'key' | 'folder' | 'planned' | 'pruned' | 'refused', Step>
>

const inFolder = ['config/banner', 'config/regions/eu', 'config/regions/us', 'config/robots-extra', 'config/site']
expectOutputs(key, 'success', { success: 'true', written: '1', failed: '0', keys: '["flags/new-checkout"]' })
expectOutputs(folder, 'success', { success: 'true', written: '5', failed: '0', keys: JSON.stringify(inFolder) })
for (const [step, deleted] of [
  [planned, '0'],
  [pruned, '1']
] as const) {
  const expected = { success: 'true', written: '0', unchanged: '4', deleted, 'to-delete': '1', keys: '[]' }
  expectOutputs(step, 'success', expected)
}
expectOutputs(refused, 'failure', { success: 'false', written: '0', failed: '1', 'failed-keys': '["refused"]' })

await expectStored('flags/new-checkout', 'flags/new-checkout.json')
await expectStored('config/regions/eu', 'config/regions/eu.json')
for (const name of ['config/robots-extra', 'refused']) assert.equal((await read(name)).status, 404)
console.log('The self-test did what it was for.')

function expectOutputs({ outcome, outputs }: Step, expectedOutcome: string, expected: Step['outputs']): void {
  assert.equal(outcome, expectedOutcome)
  const told = Object.fromEntries(Object.keys(expected).map((name) => [name, outputs[name]]))
  assert.deepEqual(told, expected)
  assert.equal(outputs['namespace-id'], env['KV_NAMESPACE_ID'])
  assert.ok(existsSync(outputs['report-path'] ?? ''), 'report-path names a file')
}

async function expectStored(key: string, file: string): Promise<void> {
  const response = await read(key)
  assert.equal(response.status, 200)
  const expected = readFileSync(new URL(`workspace/${file}`, import.meta.url))
  assert.ok(Buffer.from(await response.arrayBuffer()).equals(expected), `${key} is ${file}, byte for byte`)
}

function read(key: string): Promise<Response> {
  const account = `${env['CLOUDFLARE_API_BASE_URL'] ?? ''}/accounts/${env['CLOUDFLARE_ACCOUNT_ID'] ?? ''}`
  const namespace = `${account}/storage/kv/namespaces/${env['KV_NAMESPACE_ID'] ?? ''}`
  return fetch(`${namespace}/values/${encodeURIComponent(key)}`, {
    headers: { authorization: `Bearer ${env['CLOUDFLARE_API_TOKEN'] ?? ''}` }
  })
}
