import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A running loopback API. */
export interface Api {
  readonly baseUrl: string
  /** Returns how many requests there were since the last call. */
  readonly takeRequests: () => Promise<string>
  readonly stop: () => void
}

/** Starts `server.ts` in a process of its own, which keeps its work out of the measurements. */
export async function startServer(): Promise<Api> {
  const server = fork(fileURLToPath(new URL('server.ts', import.meta.url)))
  const port = await new Promise<number>((resolve) => {
    server.once('message', (message) => {
      resolve(message as number)
    })
  })
  const baseUrl = `http://127.0.0.1:${port}`
  return {
    baseUrl,
    takeRequests: async () => (await fetch(`${baseUrl}/requests`)).text(),
    stop: () => {
      server.kill()
    }
  }
}
