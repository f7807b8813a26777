import { afterEach } from '@jest/globals'
import type { TransportOptions, Transport } from '../../src/kv/transport.ts'
import type { Runtime } from '../../src/shared/runtime.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeTransport } from '../support/transport.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const resource of opened.splice(0).reverse()) await resource.close()
})

/** Closes a resource when the test ends. */
export function closeAtEnd(close: () => Promise<void>): void {
  opened.push({ close })
}

/** Starts an API for the current test. */
export async function open(...answer: Parameters<typeof startFakeApi>): Promise<FakeApi> {
  const api = await startFakeApi(...answer)
  opened.push(api)
  return api
}

/** Makes a transport for the current test. */
export function connectTo(
  baseUrl: string,
  options: Partial<TransportOptions> = {},
  runtime: Partial<Runtime> = {}
): Transport {
  const transport = makeTransport(baseUrl, options, runtime)
  opened.push(transport)
  return transport
}

/** Sends a request to the API at `baseUrl`. */
export function send(
  baseUrl: string,
  options: Partial<TransportOptions> = {},
  runtime: Partial<Runtime> = {}
): Promise<unknown> {
  const transport = connectTo(baseUrl, options, runtime)
  return transport.send({ method: 'PUT', path: '/values/a%2Fb?x=1', body: Buffer.from('abc'), contentType: 'text/x' })
}
