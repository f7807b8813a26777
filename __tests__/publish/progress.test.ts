import { describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/shared/clock.ts'
import { trackProgress } from '../../src/publish/progress.ts'
import { outcome } from '../support/reports.ts'

describe('progress', () => {
  test('is logged at most once in five seconds, and not at the end', () => {
    const lines: string[] = []
    let time = 0
    const onOutcome = trackProgress({ keys: 12, bytes: 120 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => time
    })
    for (let done = 0; done < 12; done++) {
      time += 2000
      onOutcome(outcome(`key${done}`))
    }
    expect(lines).toEqual([
      '3 of 12 keys done, 30 B of 120 B',
      '6 of 12 keys done, 60 B of 120 B',
      '9 of 12 keys done, 90 B of 120 B'
    ])
  })

  test('is logged only after five seconds', () => {
    const lines: string[] = []
    let time = 0
    const onOutcome = trackProgress({ keys: 4, bytes: 40 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => time
    })
    for (time of [4999, 5000, 9999]) onOutcome(outcome(String(time)))
    expect(lines).toEqual(['2 of 4 keys done, 20 B of 40 B'])
  })

  test('is logged only in keys if there are no values', () => {
    const lines: string[] = []
    let time = 0
    const onOutcome = trackProgress({ keys: 2, bytes: 0 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => (time += 5000)
    })
    onOutcome({ entry: { key: 'gone', source: 'prune' }, status: 'deleted' })
    expect(lines).toEqual(['1 of 2 keys done'])
  })

  test('is not logged for a short run', () => {
    const lines: string[] = []
    const onOutcome = trackProgress({ keys: 2, bytes: 20 }, (line) => lines.push(line), {
      ...systemClock,
      now: () => 0
    })
    for (const key of ['a', 'b']) onOutcome(outcome(key))
    expect(lines).toEqual([])
  })
})
