import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LocalKv, persistFolder, startLocalKv } from '../../demo/local-kv.ts'
import { makeFolder } from '../support/folders.ts'

interface Answer {
  readonly status: number
  readonly errors: readonly { readonly code: number }[]
  readonly result: unknown
  readonly result_info?: { readonly cursor?: string }
}

let kv: LocalKv

beforeAll(async () => {
  kv = await startLocalKv()
})

afterAll(() => kv.close())

async function call(method: string, path: string, body?: unknown, token = kv.apiToken): Promise<Answer> {
  const isJson = body !== undefined && typeof body === 'object' && !(body instanceof FormData)
  const response = await fetch(`${kv.baseUrl}/accounts/${kv.accountId}/storage/kv/namespaces${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(isJson && { 'content-type': 'application/json' }) },
    body: isJson ? JSON.stringify(body) : ((body ?? null) as string | FormData | null)
  })
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) }
}

function codesOf({ errors }: Answer): number[] {
  return errors.map(({ code }) => code)
}

test('a namespace can be created, renamed, used and deleted', async () => {
  const { result } = await call('POST', '', { title: 'new' })
  const { id } = result as { id: string }
  expect(await call('GET', `/${id}`)).toMatchObject({ result: { id, title: 'new', supports_url_encoding: true } })
  expect(codesOf(await call('POST', '', { title: 'new' }))).toEqual([10014])
  await call('PUT', `/${id}/values/a`, 'on')
  expect(await call('PUT', `/${id}`, { title: 'renamed' })).toMatchObject({ result: { id, title: 'renamed' } })
  expect((await call('DELETE', `/${id}`)).status).toBe(200)
  expect(codesOf(await call('GET', `/${id}/keys`))).toEqual([10013])
  const again = await call('POST', '', { title: 'new' })
  expect(again).toMatchObject({ result: { id } })
  expect(await call('GET', `/${id}/keys`)).toMatchObject({ result: [] })
  await call('DELETE', `/${id}`)
})

test.each([
  ['order=title', ['feature-flags', 'site-config']],
  ['order=title&direction=desc', ['site-config', 'feature-flags']],
  ['order=id&direction=desc', ['site-config', 'feature-flags']],
  ['per_page=1&page=2', ['site-config']]
])('namespaces are listed by %s', async (query, titles) => {
  const { result } = await call('GET', `?${query}`)
  expect((result as { title: string }[]).map(({ title }) => title)).toEqual(titles)
})

test('a form may have no metadata, or metadata as a file', async () => {
  const form = new FormData()
  form.set('value', 'on')
  expect((await call('PUT', `/${idOf(kv)}/values/form`, form)).status).toBe(200)
  form.set('metadata', new Blob(['{"a":1}']))
  expect((await call('PUT', `/${idOf(kv)}/values/form`, form)).status).toBe(200)
  expect(await call('GET', `/${idOf(kv)}/metadata/form`)).toMatchObject({ result: { a: 1 } })
})

test('an unknown cursor is refused', async () => {
  expect(await call('GET', `/${idOf(kv)}/keys?cursor=nonsense`)).toMatchObject({ status: 400, result: null })
})

test.each([
  ['DELETE', '/bulk'],
  ['POST', '/bulk/delete']
])('%s %s deletes many keys', async (method, path) => {
  await call('PUT', `/${idOf(kv)}/bulk`, [
    { key: 'gone/a', value: '1' },
    { key: 'gone/b', value: '2' }
  ])
  expect(await call(method, `/${idOf(kv)}${path}`, ['gone/a', 'gone/b'])).toMatchObject({
    result: { successful_key_count: 2, unsuccessful_keys: [] }
  })
  expect(await call('GET', `/${idOf(kv)}/keys?prefix=gone/`)).toMatchObject({ result: [] })
})

test('a bulk read returns values, and null for keys that are not held', async () => {
  await call('PUT', `/${idOf(kv)}/values/bulk`, 'on')
  expect(await call('POST', `/${idOf(kv)}/bulk/get`, { keys: ['bulk', 'none'] })).toMatchObject({
    result: { values: { bulk: 'on', none: null } }
  })
})

test('reading a value returns its expiration', async () => {
  const binding = await kv.binding(idOf(kv))
  await binding.put('expiring', 'on', { expiration: 2_000_000_000 })
  await binding.put('expiring/not', 'on')
  const read = (key: string): Promise<Response> =>
    fetch(`${kv.baseUrl}/accounts/${kv.accountId}/storage/kv/namespaces/${idOf(kv)}/values/${key}`, {
      headers: { authorization: `Bearer ${kv.apiToken}` }
    })
  expect((await read('expiring')).headers.get('expiration')).toBe('2000000000')
  expect((await read('expiring%2Fnot')).headers.get('expiration')).toBeNull()
})

test('the read-only token can read, and cannot write on any path', async () => {
  const { readToken } = kv
  await call('PUT', `/${idOf(kv)}/values/kept`, 'on')
  expect((await call('GET', `/${idOf(kv)}/keys`, undefined, readToken)).status).toBe(200)
  const refused = [
    await call('POST', `/${idOf(kv)}/bulk/delete`, ['kept'], readToken),
    await call('DELETE', `/${idOf(kv)}/values/kept`, undefined, readToken),
    await call('PUT', `/${idOf(kv)}/values/kept`, 'off', readToken),
    await call('POST', '', { title: 'kept' }, readToken)
  ]
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403])
  expect(await call('GET', `/${idOf(kv)}/keys?prefix=kept`)).toMatchObject({ result: [{ name: 'kept' }] })
})

test('data is stored where wrangler dev of a project looks for it', async () => {
  const project = makeFolder()
  const state = join(project, '.wrangler', 'state')
  const folder = join(state, 'v3', 'kv')
  expect([project, state, folder].map(persistFolder)).toEqual([folder, folder, folder].map((path) => resolve(path)))
  const persistTo = persistFolder(project)
  const first = await startLocalKv({ persistTo })
  await (await first.binding(idOf(first))).put('kept', 'on')
  await first.close()
  const second = await startLocalKv({ persistTo })
  expect(await (await second.binding(idOf(second))).get('kept')).toBe('on')
  await second.close()
})

function idOf({ namespaces }: LocalKv): string {
  return namespaces[0]?.id ?? ''
}
