import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/shared/clock.ts'

test('a sleep of the system clock ends', async () => {
  const { signal } = new AbortController()
  await expect(systemClock.sleep(0, signal)).resolves.toBeUndefined()
})

test('a sleep of the system clock is rejected when it is cancelled', async () => {
  const controller = new AbortController()
  const sleeping = systemClock.sleep(1_000_000, controller.signal)
  controller.abort()
  await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' })
  await expect(systemClock.sleep(1_000_000, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
})
