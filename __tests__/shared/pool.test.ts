import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { runPool } from '../../src/shared/pool.ts'

test.each([1, 3, 10])('a pool runs every task once, at most %i at a time', async (concurrency) => {
  let running = 0
  let most = 0
  const done: number[] = []
  await runPool(new Set([0, 1, 2, 3, 4, 5, 6]), concurrency, () => async (item) => {
    most = Math.max(most, ++running)
    await setImmediate()
    running -= 1
    done.push(item)
  })
  expect(done.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(most).toBe(Math.min(concurrency, 7))
})

test('a worker keeps its own memory for all of its tasks', async () => {
  const perWorker: number[][] = []
  await runPool([1, 2, 3, 4], 2, () => {
    const own: number[] = []
    perWorker.push(own)
    return (item) => {
      own.push(item)
      return setImmediate()
    }
  })
  expect(perWorker).toEqual([
    [1, 3],
    [2, 4]
  ])
})

test('a pool starts nothing after an error, and throws it when all running tasks have ended', async () => {
  const log: string[] = []
  const pool = runPool(['fails', 'runs', 'never'], 2, (isStopped) => async (item) => {
    log.push(item)
    if (item === 'fails') throw new Error('no')
    await setImmediate()
    log.push(`${item} to its end, stopped: ${isStopped()}`)
  })
  await expect(pool).rejects.toThrow('no')
  expect(log).toEqual(['fails', 'runs', 'runs to its end, stopped: true'])
})
