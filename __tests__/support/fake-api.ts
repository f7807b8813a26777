import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string | undefined
  /** Path and query as they were sent, still encoded. */
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  /** Bytes as latin1 text; empty until all of them have arrived. */
  readonly body: string
}

/** What to answer. An object as body is sent as JSON, bytes as they are. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | object | Buffer
  /** Resets the connection before or within the answer, or closes it after half of the answer. */
  readonly broken?: 'before' | 'within' | 'half'
}

/** An API whose answers are set by a test, for answers that are rare in a real API. */
export interface FakeApi {
  readonly baseUrl: string
  readonly requests: readonly ReceivedRequest[]
  close(): Promise<void>
}

export const SUCCESS = { success: true, errors: [], messages: [], result: {} }

/** Starts a server on loopback that answers each request with what `answer` returns for it. */
export async function startFakeApi(
  answer: (request: ReceivedRequest, index: number) => Answer | Promise<Answer> = () => ({ body: SUCCESS }),
  port?: number
): Promise<FakeApi> {
  const requests: ReceivedRequest[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const { method, url, headers } = request
      const received = { method, url, headers, body: '' }
      const index = requests.push(received) - 1
      // The client may abort the request while it sends.
      const body = await text(request.setEncoding('latin1')).catch(() => undefined)
      if (body === undefined) return
      received.body = body
      send(await answer(received, index), response)
    })()
  })
  const usedPort = await listen(server, port)
  return {
    baseUrl: `http://127.0.0.1:${usedPort}/client/v4`,
    requests,
    close: () => close(server)
  }
}

function send({ status = 200, headers = {}, body = '', broken }: Answer, response: ServerResponse): void {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const half = text.slice(0, text.length / 2)
  if (broken === 'before') response.socket?.resetAndDestroy()
  else if (broken === 'within') {
    response
      .writeHead(status, { ...headers, 'content-length': text.length })
      .write(half, () => response.socket?.resetAndDestroy())
  } else if (broken === 'half') response.writeHead(status, { ...headers, connection: 'close' }).end(half)
  else response.writeHead(status, headers).end(text)
}

/** Starts `server` on a port of loopback, by default a free one, and returns the port. */
export function listen(server: NetServer, port = 0): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Stops `server` and closes all of its connections. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}

const NAMESPACE_URL = /\/namespaces\/([0-9a-f]{32})$/

/** Whether a request asks for a namespace, which is the first request of a run that compares. */
export function asksForNamespace({ method, url = '' }: ReceivedRequest): boolean {
  return method === 'GET' && NAMESPACE_URL.test(url)
}

/** Answers a request for a namespace, with `settings` added. Returns undefined for any other request. */
export function describeNamespace(request: ReceivedRequest, settings: object = {}): Answer | undefined {
  if (!asksForNamespace(request)) return undefined
  const [, id] = NAMESPACE_URL.exec(request.url ?? '') ?? []
  return { body: { ...SUCCESS, result: { id, title: 'flags', supports_url_encoding: true, ...settings } } }
}
