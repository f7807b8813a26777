// Writes or reads pairs with Cloudflare's SDK: `node sdk.mjs write|read`, pairs as JSON on standard input. Values are base64.
import { text } from 'node:stream/consumers'
import Cloudflare from 'cloudflare'

const { BASE_URL: baseURL, API_TOKEN: apiToken, ACCOUNT_ID: account_id, NAMESPACE_ID: namespace_id } = process.env
const client = new Cloudflare({ baseURL, apiToken })
const pairs = JSON.parse(await text(process.stdin))
const found = []
for (const { key, value, metadata, ttl } of pairs) {
  if (process.argv[2] === 'write') {
    const bytes = new File([Buffer.from(value, 'base64')], 'value')
    await client.kv.namespaces.values.update(key, {
      account_id,
      namespace_id,
      value: bytes,
      ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
      ...(ttl !== undefined && { expiration_ttl: ttl })
    })
  } else {
    const answer = await client.kv.namespaces.values.get(key, { account_id, namespace_id })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const metadata = await client.kv.namespaces.metadata.get(key, { account_id, namespace_id })
    found.push({ key, value: bytes.toString('base64'), metadata })
  }
}
const names = []
for await (const { name } of client.kv.namespaces.keys.list(namespace_id, { account_id })) names.push(name)
console.log(JSON.stringify({ found, names }))
