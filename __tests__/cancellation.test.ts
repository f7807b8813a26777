import { expect, test } from '@jest/globals'
import type { Cancellation } from '../src/cancellation.ts'

let loaded = 0

/** Loads a new copy of the module, as a new process does. */
async function load(): Promise<Cancellation> {
  const module = import(`../src/cancellation.ts?loaded=${++loaded}`) as Promise<typeof import('../src/cancellation.ts')>
  return (await module).cancellation
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143]
] as const)('%s cancels the run, with the exit code %i', async (name, exitCode) => {
  const cancellation = await load()
  expect(cancellation).toMatchObject({ by: undefined, exitCode: undefined })
  expect(cancellation.signal.aborted).toBe(false)
  process.emit(name)
  expect(cancellation).toMatchObject({ by: name, exitCode })
  expect(cancellation.signal.aborted).toBe(true)
})

test('the first of two signals counts', async () => {
  const cancellation = await load()
  process.emit('SIGTERM')
  process.emit('SIGINT')
  expect(cancellation).toMatchObject({ by: 'SIGTERM', exitCode: 143 })
})

test('other signals do not cancel the run', async () => {
  const cancellation = await load()
  process.emit('SIGHUP')
  expect(cancellation).toMatchObject({ by: undefined, exitCode: undefined })
})
