import { describe, expect, test } from '@jest/globals'
import { answered, failing, makeRetry } from './retries.ts'

test('an error that is not a failure of the API is not retried', async () => {
  const defect = new TypeError('x is undefined')
  await expect(makeRetry().retry.run(failing(defect))).rejects.toBe(defect)
})

test('the last error is thrown after max-retries', async () => {
  const faults = [answered(500), answered(502), answered(503)]
  const { retry } = makeRetry({ maxRetries: 2 })
  await expect(retry.run(failing(...faults))).rejects.toBe(faults[2])
  expect(faults[2]?.attempts).toBe(3)
})

describe('before the next attempt it waits', () => {
  async function sleeps(faults: unknown[], options?: Parameters<typeof makeRetry>[0]): Promise<readonly number[]> {
    const { retry, clock } = makeRetry(options)
    await retry.run(failing(...faults))
    return clock.sleeps
  }

  test('half a second, and twice as long each time, up to 30 s', async () => {
    const faults = Array.from({ length: 8 }, () => answered(500))
    expect(await sleeps(faults, { maxRetries: 8 })).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  test('with random jitter down to half of that', async () => {
    expect(await sleeps([answered(500), answered(500)], { random: 0.5 })).toEqual([375, 750])
  })

  test('as long as the API asks, up to five minutes', async () => {
    expect(await sleeps([answered(503, [], 7000), answered(503, [], 3_600_000)])).toEqual([7000, 300_000])
  })

  test('and logs how long and why', async () => {
    const { retry, lines } = makeRetry()
    await retry.run(failing(answered(503, [], 7000), answered(502)))
    expect(lines).toEqual([
      'Request failed: HTTP 503 with success: false and no error message; attempt 2 of 6 in 7.0 s, as the API asks (Retry-After)',
      'Request failed: HTTP 502 with success: false and no error message; attempt 3 of 6 in 1.0 s'
    ])
  })

  test('and logs what it is about', async () => {
    const { retry, lines } = makeRetry()
    await retry.run(failing(answered(502)), undefined, () => '3 keys (first "a")')
    expect(lines[0]).toMatch(/^Request for 3 keys \(first "a"\) failed: HTTP 502/)
  })
})

describe('when the run is cancelled', () => {
  test('no attempt starts', async () => {
    const { retry } = makeRetry({ signal: AbortSignal.abort() })
    await expect(retry.run(failing())).rejects.toMatchObject({ wasSent: false })
  })

  test('the wait for a retry ends with the last failure', async () => {
    const controller = new AbortController()
    const { retry } = makeRetry({ signal: controller.signal })
    const run = retry.run(async () => {
      setImmediate(() => {
        controller.abort()
      })
      return Promise.reject(answered(500))
    })
    await expect(run).rejects.toMatchObject({ status: 500 })
  })
})
