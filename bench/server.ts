// A loopback API that answers each write after a set time, in a process of its own. `GET /requests` tells how many
// writes there were since it was asked last.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const MILLISECONDS_PER_REQUEST = 100
const MILLISECONDS_PER_KEY = 0.1
const KEY = Buffer.from('{"key":')

let requests = 0

const server = createServer((request, response) => {
  if (request.url === '/requests') {
    response.end(String(requests))
    requests = 0
    return
  }
  requests += 1
  const isBulk = request.url?.endsWith('/bulk') ?? false
  let keys = isBulk ? 0 : 1
  request.on('data', (chunk: Buffer) => {
    if (isBulk) keys += count(chunk)
  })
  request.on('end', () => {
    setTimeout(
      () => {
        const result = isBulk ? { unsuccessful_keys: [] } : {}
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ success: true, errors: [], messages: [], result }))
      },
      MILLISECONDS_PER_REQUEST + MILLISECONDS_PER_KEY * keys
    )
  })
})

server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port)
})

/** Pairs that begin in `chunk`. One that begins at the seam of two chunks is missed, which is one in thousands. */
function count(chunk: Buffer): number {
  let pairs = 0
  for (let at = chunk.indexOf(KEY); at !== -1; at = chunk.indexOf(KEY, at + KEY.length)) pairs += 1
  return pairs
}
