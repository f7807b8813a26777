import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi } from './fake-api.ts'

/** Returns an answer that replaces the service's answer, or undefined for the service's answer. */
export type Interrupt = (request: ReceivedRequest) => Answer | undefined

/** Starts an API that forwards requests to the one at `baseUrl`, except those that `interrupt` answers. */
export function startRelay(baseUrl: string, interrupt: Interrupt = () => undefined): Promise<FakeApi> {
  const { origin } = new URL(baseUrl)
  return startFakeApi(async (request) => interrupt(request) ?? (await handOn(origin, request)))
}

async function handOn(origin: string, { method = '', url = '', headers, body }: ReceivedRequest): Promise<Answer> {
  const { authorization = '', 'content-type': contentType } = headers
  const response = await fetch(origin + url, {
    method,
    headers: { authorization, ...(contentType !== undefined && { 'content-type': contentType }) },
    ...(body && { body: Buffer.from(body, 'latin1') })
  })
  const expiration = response.headers.get('expiration')
  return {
    status: response.status,
    headers: expiration === null ? {} : { expiration },
    body: Buffer.from(await response.arrayBuffer())
  }
}
