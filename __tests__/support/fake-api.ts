import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string | undefined
  /** Path and query as they were sent, still encoded. */
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  /** Bytes as latin1 text. */
  readonly body: string
}

/** What to answer. An object as body is sent as JSON. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | object
}

/** An API that answers what a real one answers too rarely to wait for. */
export interface FakeApi {
  readonly baseUrl: string
  readonly requests: readonly ReceivedRequest[]
  close(): Promise<void>
}

export const SUCCESS = { success: true, errors: [], messages: [], result: {} }

/** Starts a server on loopback that answers each request with what `answer` returns for it. */
export async function startFakeApi(
  answer: (request: ReceivedRequest, index: number) => Answer | Promise<Answer> = () => ({ body: SUCCESS })
): Promise<FakeApi> {
  const requests: ReceivedRequest[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const { method, url, headers } = request
      const received = { method, url, headers, body: await text(request.setEncoding('latin1')) }
      const index = requests.push(received) - 1
      const { status = 200, headers: answerHeaders = {}, body = '' } = await answer(received, index)
      response.writeHead(status, answerHeaders)
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })()
  })
  const port = await listen(server)
  return {
    baseUrl: `http://127.0.0.1:${port}/client/v4`,
    requests,
    close: () => close(server)
  }
}

/** Starts `server` on a free port of loopback and returns the port. */
export function listen(server: NetServer): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Stops `server` with whatever connections it has. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
