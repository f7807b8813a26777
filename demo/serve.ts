// Keeps a local KV running until it is ended, and prints the variables that lead the action to it as `NAME=value` lines,
// all at once, when it is ready: for $GITHUB_ENV, or for a shell.
import { startLocalKv } from './local-kv.ts'

const kv = await startLocalKv()
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
