// Runs a local KV until it is stopped. When it is ready, prints the variables that the action needs as `NAME=value`
// lines, all at once: for $GITHUB_ENV, or for a shell.
//
//   --persist DIR     keeps the data where `wrangler dev` of the project in DIR finds it. DIR may also be a `.wrangler/state`.
//   --namespace ID    adds a namespace with this ID, as in the project's wrangler configuration
import { parseArgs } from 'node:util'
import { persistFolder, startLocalKv } from './local-kv.ts'

const { values } = parseArgs({ options: { persist: { type: 'string' }, namespace: { type: 'string' } } })
const kv = await startLocalKv({
  ...(values.persist !== undefined && { persistTo: persistFolder(values.persist) }),
  ...(values.namespace !== undefined && { namespaces: [{ id: values.namespace, title: values.namespace }] })
})
const variables = {
  CLOUDFLARE_API_TOKEN: kv.apiToken,
  CLOUDFLARE_ACCOUNT_ID: kv.accountId,
  CLOUDFLARE_API_BASE_URL: kv.baseUrl,
  KV_NAMESPACE_ID: kv.namespaces[0]?.id ?? ''
}
console.log(
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
)
