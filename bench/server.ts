// A loopback API in a process of its own that answers each request after a set time. `GET /requests` returns how many
// requests there were since the last time. With a path that begins with `/takes/100/2`, a request takes 100 ms, and 2 ms
// more for each key that is written.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MemoryKv } from './memory-kv.ts'
import { KEPT_NAMESPACE } from './namespaces.ts'

const MILLISECONDS_PER_REQUEST = 100
const MILLISECONDS_PER_KEY = 0.1
const KEY = Buffer.from('{"key":')

const kept = new MemoryKv()
let requests = 0

const server = createServer((request, response) => {
  const { method = '', url = '', headers } = request
  if (url === '/requests') {
    response.end(String(requests))
    requests = 0
    return
  }
  requests += 1
  void take(request).then(async ({ keys, body }) => {
    const answer = url.includes(KEPT_NAMESPACE) ? await kept.answer({ method, url, headers, body }) : written(url)
    const [, perRequest = MILLISECONDS_PER_REQUEST, perKey = MILLISECONDS_PER_KEY] =
      /^\/takes\/([\d.]+)\/([\d.]+)/.exec(url) ?? []
    setTimeout(
      () => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(answer.body))
      },
      Number(perRequest) + Number(perKey) * keys
    )
  })
})

// The service answers a single write with an empty result.
const WRITTEN = { body: { success: true, errors: [], messages: [], result: {} } }
const BULK_WRITTEN = { body: { ...WRITTEN.body, result: { unsuccessful_keys: [] } } }

function written(url: string): typeof WRITTEN | typeof BULK_WRITTEN {
  return url.endsWith('/bulk') ? BULK_WRITTEN : WRITTEN
}

server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port)
})

/** Reads a request: how many keys it writes and, for the namespace that is kept, its body. */
async function take(request: IncomingMessage): Promise<{ keys: number; body: string }> {
  const isBulk = request.url?.endsWith('/bulk') ?? false
  const isKept = request.url?.includes(KEPT_NAMESPACE) ?? false
  const chunks: Buffer[] = []
  let keys = isBulk || request.method === 'GET' ? 0 : 1
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (isBulk) keys += count(chunk)
    if (isKept) chunks.push(chunk)
  }
  return { keys, body: Buffer.concat(chunks).toString('latin1') }
}

/** Counts the pairs that begin in `chunk`. It misses the few that begin at the end of one chunk and go on in the next. */
function count(chunk: Buffer): number {
  let pairs = 0
  for (let at = chunk.indexOf(KEY); at !== -1; at = chunk.indexOf(KEY, at + KEY.length)) pairs += 1
  return pairs
}
