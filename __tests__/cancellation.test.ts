import { expect, test } from '@jest/globals'

let loaded = 0

/** Loads a new copy of the module, as a new process does. */
async function load(): Promise<AbortSignal> {
  const module = import(`../src/cancellation.ts?loaded=${++loaded}`) as Promise<typeof import('../src/cancellation.ts')>
  return (await module).cancelled
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels the run', async (name) => {
  const cancelled = await load()
  expect(cancelled.aborted).toBe(false)
  process.emit(name)
  expect([cancelled.aborted, cancelled.reason]).toEqual([true, name])
})

test('the first of two signals counts, and other signals do not cancel the run', async () => {
  const cancelled = await load()
  process.emit('SIGHUP')
  expect(cancelled.aborted).toBe(false)
  process.emit('SIGTERM')
  process.emit('SIGINT')
  expect(cancelled.reason).toBe('SIGTERM')
})
