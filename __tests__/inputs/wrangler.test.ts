import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Workspace } from '../../src/entries/workspace.ts'
import { readWranglerFile, WranglerConfig } from '../../src/inputs/wrangler.ts'
import { makeFolder } from '../support/folders.ts'
import { anyText, times, valueOrMessage } from '../support/fuzz.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'
const STAGING_ID = 'B1946AC92492D2347C6235B4D2611184'

const JSONC = `{
  // The worker
  "name": "site",
  "account_id": "account-1",
  "kv_namespaces": [
    { "binding": "FLAGS", "id": "${ID}" },
    { "binding": "NEW_FLAGS" },
    { "binding": "TEMPLATE", "id": "<your id>" },
  ],
  "env": {
    "staging": { "kv_namespaces": [{ "binding": "FLAGS_STAGING", "id": "${STAGING_ID}" }] },
    "other": { "account_id": "account-2" },
    "own": { "name": "site-own", "kv_namespaces": [{ "binding": "NEW" }] },
    "next": { "kv_namespaces": [{ "binding": "NEW" }] },
  },
}`

const TOML = `name = "site"
account_id = "account-1"
big = 12345678901234567890
since = 2026-01-01

[[kv_namespaces]]
binding = "FLAGS"
id = "${ID}"

[[kv_namespaces]]
binding = "NEW_FLAGS"

[[kv_namespaces]]
binding = "TEMPLATE"
id = "<your id>"

[env.staging]
kv_namespaces = [{ binding = "FLAGS_STAGING", id = "${STAGING_ID}" }]

[env.other]
account_id = "account-2"

[env.own]
name = "site-own"
[[env.own.kv_namespaces]]
binding = "NEW"

[[env.next.kv_namespaces]]
binding = "NEW"
`

async function read(file: string, content: string | Uint8Array, environment = ''): Promise<WranglerConfig> {
  return new WranglerConfig(await readWranglerFile(file, new Workspace(makeFolder({ [file]: content }))), environment)
}

describe.each([
  ['wrangler.toml', TOML],
  ['wrangler.json', JSONC],
  ['config/wrangler.jsonc', JSONC]
])('%s', (file, content) => {
  test('has the bindings and the account of its top level', async () => {
    const config = await read(file, content)
    expect([config.accountId, config.namespace('FLAGS')]).toEqual(['account-1', { id: ID }])
  })

  test('has an environment with its own bindings and the account of the top level', async () => {
    const config = await read(file, content, 'staging')
    expect([config.accountId, config.namespace('FLAGS_STAGING')]).toEqual([
      'account-1',
      { id: STAGING_ID.toLowerCase() }
    ])
    expect(() => config.namespace('FLAGS')).toThrow(
      `must be a binding: kv_namespaces of the environment "staging" of "${file}" has "FLAGS_STAGING"; got "FLAGS"`
    )
  })

  test('names its bindings and environments in errors', async () => {
    const config = await read(file, content)
    expect(() => config.namespace('FLAG')).toThrow(
      `must be a binding: kv_namespaces of "${file}" has "FLAGS", "NEW_FLAGS", "TEMPLATE"; got "FLAG"`
    )
    await expect(read(file, content, 'stage')).rejects.toThrow(
      'must be an environment of wrangler-config, which has "staging", "other", "own", "next"; got "stage"'
    )
    await expect(read(file, content, 'stagign')).rejects.toThrow('got "stagign"; did you mean "staging"?')
    await expect(read(file, content, 'toString')).rejects.toThrow('must be an environment')
  })

  test('has the title that wrangler gives the namespace of a binding without an ID', async () => {
    const titles = ['', 'own', 'next'].map(async (environment) => {
      const binding = environment ? 'NEW' : 'NEW_FLAGS'
      return (await read(file, content, environment)).namespace(binding)
    })
    expect(await Promise.all(titles)).toEqual([
      { title: 'site-new-flags', binding: 'NEW_FLAGS' },
      { title: 'site-own-new', binding: 'NEW' },
      { title: 'site-next-new', binding: 'NEW' }
    ])
  })
})

test('a binding that occurs twice is an error', async () => {
  const twice = '"kv_namespaces": [{"binding": "FLAGS"}, {"binding": "FLAGS"}]'
  const config = await read('wrangler.json', `{${twice}, "env": {"a": {${twice}}}}`)
  expect(() => config.namespace('FLAGS')).toThrow('"FLAGS" occurs 2 times in kv_namespaces of "wrangler.json"')
  const staging = await read('wrangler.json', `{"env": {"a": {${twice}}}}`, 'a')
  expect(() => staging.namespace('FLAGS')).toThrow('of the environment "a" of "wrangler.json"')
})

test('a file that a build made for one environment has the settings of that environment at its top level', async () => {
  const content = `{"targetEnvironment": "staging", "kv_namespaces": [{"binding": "FLAGS", "id": "${ID}"}]}`
  expect((await read('wrangler.json', content, 'staging')).namespace('FLAGS')).toEqual({ id: ID })
  await expect(read('wrangler.json', content, 'production')).rejects.toThrow('must be an environment')
})

test.each([
  ['""', ''],
  ['5', '5'],
  ['null', ''],
  [`["${ID}"]`, '']
])('a binding with the id %s is an error', async (id, shown) => {
  const config = await read('wrangler.json', `{"name": "site", "kv_namespaces": [{"binding": "FLAGS", "id": ${id}}]}`)
  expect(() => config.namespace('FLAGS')).toThrow(
    `"FLAGS" in kv_namespaces of "wrangler.json" has the id "${shown}", which is not 32 hex digits: write the ID of the namespace as id, or leave wrangler-config out and give namespace its ID or title`
  )
})

test.each([
  [`{"name": "a", "kv_namespaces": [{"binding": "B", "preview_id": "${ID}"}]}`, 'has no id, and wrangler makes'],
  ['{"kv_namespaces": [{"binding": "B"}]}', 'has no id, and wrangler makes a title only from the "name" of the Worker']
])('a binding without an ID has no title in %s', async (content, message) => {
  const config = await read('wrangler.json', content)
  expect(() => config.namespace('B')).toThrow(`"B" in kv_namespaces of "wrangler.json" ${message}`)
})

test.each([
  [
    'wrangler.toml',
    '[vars]\nA = 1\nITEM',
    '[vars]: move it to the top level of the file or of its environment (in TOML, above the first [table])'
  ],
  ['wrangler.toml', '[[r2_buckets]]\nITEM', '[[r2_buckets]]: move it'],
  ['wrangler.toml', '[env.a.vars]\nITEM', '[env.a.vars]: move it'],
  ['wrangler.json', '{"vars":{"kv_namespaces": []}}', '[vars]: move it']
])('the error for a missing binding names the table in %s that has it: %j', async (file, content, hint) => {
  const config = await read(file, content.replace('ITEM', `kv_namespaces = [{ binding = "FLAGS", id = "${ID}" }]`))
  expect(() => config.namespace('FLAGS')).toThrow(
    `must be a binding: kv_namespaces of "${file}" has none; got "FLAGS"; kv_namespaces belongs to ${hint}`
  )
})

const DEEP = '['.repeat(100_000)

test.each([
  ['wrangler.toml', 'a = 1\nb = secret\n', '"wrangler.toml" is not valid TOML: invalid value at line 2, column 5'],
  ['wrangler.toml', `a = ${DEEP}`, '"wrangler.toml" is not valid TOML: document contains excessively nested'],
  ['wrangler.json', '{"a": secret}', '"wrangler.json" is not valid JSON: invalid symbol at line 1, column 7'],
  ['wrangler.json', '{"a": 1, "a": 2}', '"wrangler.json" has the property "a" twice'],
  ['wrangler.jsonc', '', '"wrangler.jsonc" is not valid JSON: value expected at line 1, column 1'],
  ['wrangler.toml', Buffer.from([0xff]), '"wrangler.toml" is not valid UTF-8'],
  ['wrangler.yaml', 'a: 1', 'must be a wrangler.toml, wrangler.json or wrangler.jsonc, got "wrangler.yaml"']
])('%s is refused, and its content is not quoted: %#', async (file, content, message) => {
  await expect(read(file, content)).rejects.toThrow(message)
  await expect(read(file, content)).rejects.not.toThrow('secret')
})

test('any text is read or refused with a clear message', async () => {
  const parts = ['\n', '\u0000', ...`a = . [ ] " ' 1 { } , # // """ \\u é inf -`.split(' ')]
  const text = anyText(...parts, 'kv_namespaces', 'binding', 'id', 'env', ': ', 'account_id')
  const root = makeFolder()
  const workspace = new Workspace(root)
  const property = fc.asyncProperty(text, fc.constantFrom('a.toml', 'a.json', 'a.jsonc'), async (text, file) => {
    writeFileSync(join(root, file), text)
    const result = await valueOrMessage(async () => new WranglerConfig(await readWranglerFile(file, workspace), ''))
    if ('message' in result) expect(result.message).toContain(`"${file}" `)
    else expect(result.value.path).toBe(file)
  })
  await fc.assert(property, times(300))
})

test('a configuration of any form gives a namespace ID or a clear error', async () => {
  const words = fc.constantFrom('kv_namespaces', 'binding', 'id', 'env', 'account_id', 'FLAGS', ID)
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(words, fc.jsonValue()),
      fc.dictionary(words, tie('tree'), { maxKeys: 4 }),
      fc.array(tie('tree'), { maxLength: 3 })
    )
  }))
  const property = fc.asyncProperty(fc.dictionary(words, tree), words, async (top, environment) => {
    const file = { path: 'wrangler.json', top }
    const result = await valueOrMessage(() => new WranglerConfig(file, environment).namespace('FLAGS'))
    if ('message' in result)
      expect(result.message).toMatch(/got "|has no id|has the id "|has an id that|occurs \d times/)
    else expect(result.value).toEqual({ id: ID })
  })
  await fc.assert(property, times(300))
})
