import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/shared/clock.ts'

test('the system clock has the current time and a random number below 1', () => {
  const before = Date.now()
  const now = systemClock.now()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
  const chance = systemClock.random()
  expect(chance).toBeGreaterThanOrEqual(0)
  expect(chance).toBeLessThan(1)
})

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
