import { expect, test } from '@jest/globals'
import { trackProgress } from '../../src/publish/progress.ts'
import { makeClock } from '../support/transport.ts'
import { entry } from './fake-writes.ts'

const entries = ['a', 'b', 'c', 'd'].map((key) => entry(key, 'x'.repeat(10)))
const deletions = entries.map(({ key }) => ({ key, source: 'prune' }))

test.each([
  [
    'at most once in five seconds, and not at the end',
    entries,
    [3000, 6000, 9000, 30_000],
    ['2 of 4 keys done, 20 B of 40 B']
  ],
  ['from the fifth second on', entries, [4999, 5000, 9999, 10_000], ['2 of 4 keys done, 20 B of 40 B']],
  ['in keys only, without values', deletions, [5000, 10_000], ['1 of 4 keys done', '2 of 4 keys done']],
  ['never in a short run', entries, [0, 0, 0, 0], []]
])('progress is logged %s', (_when, items, times, expected) => {
  const lines: string[] = []
  let now = 0
  const onOutcome = trackProgress(items, (line) => lines.push(line), { ...makeClock(), now: () => now })
  for (const [index, time] of times.entries()) {
    now = time
    const item = items[index]
    if (item) onOutcome({ entry: item, status: 'written' })
  }
  expect(lines).toEqual(expected)
})
