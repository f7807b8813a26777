import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Workspace } from '../../src/entries/workspace.ts'
import { WranglerConfig } from '../../src/inputs/wrangler.ts'
import { readWranglerFile } from '../../src/inputs/wrangler-file.ts'
import { InvalidValue } from '../../src/shared/diagnostics.ts'
import { makeFolder } from '../support/folders.ts'
import { anyText, MANY, valueOrMessage } from '../support/fuzz.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'
const STAGING_ID = 'B1946AC92492D2347C6235B4D2611184'

const JSONC = `{
  // The worker
  "account_id": "account-1",
  "kv_namespaces": [
    { "binding": "FLAGS", "id": "${ID}" },
    { "binding": "NEW" },
    { "binding": "TEMPLATE", "id": "<your id>" },
  ],
  "env": {
    "staging": { "kv_namespaces": [{ "binding": "FLAGS_STAGING", "id": "${STAGING_ID}" }] },
    "other": { "account_id": "account-2" },
  },
}`

const TOML = `account_id = "account-1"
big = 12345678901234567890
since = 2026-01-01

[[kv_namespaces]]
binding = "FLAGS"
id = "${ID}"

[[kv_namespaces]]
binding = "NEW"

[[kv_namespaces]]
binding = "TEMPLATE"
id = "<your id>"

[env.staging]
kv_namespaces = [{ binding = "FLAGS_STAGING", id = "${STAGING_ID}" }]

[env.other]
account_id = "account-2"
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

  test('has an environment with bindings of its own, and the account of the top level', async () => {
    const config = await read(file, content, 'staging')
    expect([config.accountId, config.namespace('FLAGS_STAGING')]).toEqual([
      'account-1',
      { id: STAGING_ID.toLowerCase() }
    ])
    expect(() => config.namespace('FLAGS')).toThrow(
      'must be a binding in kv_namespaces: the environment "staging" of wrangler-config has "FLAGS_STAGING"; environments do not inherit kv_namespaces from the top level; got "FLAGS"'
    )
  })

  test('has an environment with an account of its own, and no binding', async () => {
    const config = await read(file, content, 'other')
    expect(config.accountId).toBe('account-2')
    expect(() => config.namespace('X')).toThrow('the environment "other" of wrangler-config has none; got "X"')
  })

  test('tells which bindings and environments there are', async () => {
    const config = await read(file, content)
    expect(() => config.namespace('FLAG')).toThrow(
      'must be a binding in kv_namespaces: wrangler-config has "FLAGS", "NEW", "TEMPLATE"; got "FLAG"'
    )
    await expect(read(file, content, 'stage')).rejects.toThrow(
      'must be an environment of wrangler-config, which has "staging", "other"; got "stage"'
    )
    await expect(read(file, content, 'toString')).rejects.toThrow('must be an environment')
  })

  test('tells what to do about a binding without an ID', async () => {
    const config = await read(file, content)
    expect(() => config.namespace('NEW')).toThrow(
      '"NEW" has no id in wrangler-config: put the ID of the namespace there, or leave wrangler-config out and give its ID or title'
    )
    expect(() => config.namespace('TEMPLATE')).toThrow('has the id "<your id>", which is not 32 hex digits')
  })
})

test.each([
  [
    'wrangler.toml',
    `[[kv_namespaces]]\nbinding = "FLAGS"\nid = "${ID}"\n[env.staging]\n[[kv_namespaces]]\nbinding = "FLAGS"\nid = "${STAGING_ID}"`,
    '. For the binding of an environment, write [[env.NAME.kv_namespaces]] in place of [[kv_namespaces]]'
  ],
  [
    'wrangler.json',
    `{"kv_namespaces": [{"binding": "FLAGS", "id": "${ID}"}, {"binding": "FLAGS", "id": "${STAGING_ID}"}]}`,
    ''
  ]
])('a binding that occurs twice in %s is an error that names both IDs', async (file, content, hint) => {
  const config = await read(file, content)
  expect(() => config.namespace('FLAGS')).toThrow(
    new InvalidValue(
      `"FLAGS" occurs 2 times in kv_namespaces of "${file}", with the IDs "${ID}", "${STAGING_ID}": keep one${hint}`
    )
  )
})

test('a binding that occurs twice in an environment is an error that names the environment', async () => {
  const twice = '{"binding": "FLAGS"}'
  const config = await read('wrangler.json', `{"env": {"a": {"kv_namespaces": [${twice}, ${twice}]}}}`, 'a')
  expect(() => config.namespace('FLAGS')).toThrow(
    '"FLAGS" occurs 2 times in kv_namespaces of environment "a" of "wrangler.json", with the IDs none, none: keep one'
  )
})

test('a file that a build made for one environment has it as its top level', async () => {
  const content = `{"targetEnvironment": "staging", "kv_namespaces": [{"binding": "FLAGS", "id": "${ID}"}]}`
  expect((await read('wrangler.json', content, 'staging')).namespace('FLAGS')).toEqual({ id: ID })
  await expect(read('wrangler.json', content, 'production')).rejects.toThrow('must be an environment')
})

test.each(['{}', '[]', '1', '{"kv_namespaces": 1, "env": []}', '{"kv_namespaces": [1, null, {"binding": 1}]}'])(
  'a configuration of %s has nothing',
  async (content) => {
    const config = await read('wrangler.json', content)
    expect(config.accountId).toBe('')
    expect(() => config.namespace('FLAGS')).toThrow('wrangler-config has none')
    await expect(read('wrangler.json', content, 'staging')).rejects.toThrow('which has none')
  }
)

test.each(['""', '5', 'null', `["${ID}"]`])('a binding with the id %s has none', async (id) => {
  const config = await read('wrangler.json', `{"kv_namespaces": [{"binding": "FLAGS", "id": ${id}}]}`)
  expect(() => config.namespace('FLAGS')).toThrow('"FLAGS" has no id in wrangler-config')
})

test.each(['5', 'null', '["account-1"]'])('an account_id of %s is none', async (id) => {
  expect((await read('wrangler.json', `{"account_id": ${id}}`)).accountId).toBe('')
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
])('%s is refused, and not repeated: %#', async (file, content, message) => {
  await expect(read(file, content)).rejects.toThrow(message)
  await expect(read(file, content)).rejects.not.toThrow('secret')
})

test('a configuration that is not there is told', async () => {
  await expect(readWranglerFile('wrangler.toml', new Workspace(makeFolder()))).rejects.toThrow(
    '"wrangler.toml" is not there'
  )
})

test('any text is read, or refused in words', async () => {
  const parts = [
    'a',
    '=',
    '.',
    '[',
    ']',
    '"',
    "'",
    '\n',
    '1',
    '{',
    '}',
    ',',
    '#',
    '//',
    '"""',
    '\\u',
    'é',
    '\u0000',
    'inf',
    '-'
  ]
  const text = anyText(...parts, 'kv_namespaces', 'binding', 'id', 'env', ': ', 'account_id')
  const root = makeFolder()
  const workspace = new Workspace(root)
  const property = fc.asyncProperty(text, fc.constantFrom('a.toml', 'a.json', 'a.jsonc'), async (text, file) => {
    writeFileSync(join(root, file), text)
    const result = await valueOrMessage(async () => new WranglerConfig(await readWranglerFile(file, workspace), ''))
    if ('message' in result) expect(result.message).toContain(`"${file}" `)
    else expect(typeof result.value.accountId).toBe('string')
  })
  await fc.assert(property, MANY)
})

test('a configuration of any form has bindings with an ID, or tells what it has', async () => {
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
    const file = { path: 'wrangler.json', isToml: false, environments: Object.keys(top), top, lineOf: () => undefined }
    const result = await valueOrMessage(() => new WranglerConfig(file, environment).namespace('FLAGS'))
    if ('message' in result) expect(result.message).toMatch(/got "|has no id|has the id "|occurs \d times/)
    else expect(result.value).toEqual({ id: ID })
  })
  await fc.assert(property, MANY)
})
