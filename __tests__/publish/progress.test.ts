import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../src/publish/outcome.ts'
import { describeFailures, trackProgress } from '../../src/publish/progress.ts'
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

describe('keys that failed are named in the log', () => {
  function failed(count: number, error: string, status: 'failed' | 'unknown' | 'not-started' = 'failed'): Outcome[] {
    return Array.from({ length: count }, (_, index) => ({ entry: entry(`${error} ${index}`), status, error }))
  }

  test('by cause', () => {
    const outcomes = [
      ...failed(1, 'x'),
      ...failed(2, 'y\n', 'unknown'),
      ...failed(1, 'x', 'not-started'),
      ...failed(1, 'x')
    ]
    expect(describeFailures([...outcomes, { entry: entry('fine'), status: 'written' }])).toEqual([
      ...['✗ 2 keys failed: x', '✗ "x 0"', '✗ "x 0"'],
      ...['✗ 2 keys unknown: y\\n', '✗ "y\\n 0"', '✗ "y\\n 1"'],
      ...['✗ 1 key not tried: x', '✗ "x 0"']
    ])
  })

  test.each([
    [20, 21, '✗ 20 keys failed: x', '✗ "x 19"'],
    [21, 23, '::group::✗ 21 keys failed: x', '::endgroup::'],
    [1001, 103, '::group::✗ 1,001 keys failed: x', '::endgroup::']
  ])('of %d keys in %d lines, folded if there are many', (count, length, first, last) => {
    const lines = describeFailures(failed(count, 'x'))
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([length, first, last])
    if (count > 100) expect(lines.at(-2)).toBe('and 901 more')
  })

  test('for the first twenty causes', () => {
    const lines = describeFailures(Array.from({ length: 21 }, (_, index) => failed(1, `cause ${index}`)).flat())
    expect([lines.length, lines.at(-1)]).toEqual([41, 'and keys of 1 more cause, see the report'])
  })
})
