import { expect, jest, test } from '@jest/globals'
import { useIndexRuns } from '../support/index-run.ts'

const index = useIndexRuns()

/** Makes the process throw instead of printing a line that begins with `line`. */
function throwAt(line: string, defect: unknown): void {
  const write = jest.spyOn(process.stdout, 'write')
  const print = write.getMockImplementation()
  write.mockImplementation((text) => {
    if (String(text).startsWith(line)) throw defect
    return print?.(text) ?? true
  })
}

test('an unexpected error fails the step with one sentence, and its stack is only in the debug log', async () => {
  throwAt('Writing', new Error('no such thing'))
  const outputs = await index.run()
  expect(outputs).toMatchObject({ success: 'false', 'namespace-id': '0f2ac74b498b48028cb68387c421e279' })
  expect(index.printed()).toContain(
    '::error::Unexpected error, after which it is not known what was written: no such thing'
  )
  expect(index.printed()).toMatch(/^::debug::Error: no such thing%0A +at /m)
  expect(index.printed()).not.toMatch(/^ +at /m)
  expect(index.summary()).toContain('<code>no such thing</code>')
  expect(process.exitCode).toBe(1)
})

test('secrets are hidden in the message and in the stack', async () => {
  throwAt('Writing', new Error('it has a-secret-token', { cause: 'a-secret-token' }))
  index.set({ 'INPUT_API-TOKEN': 'a-secret-token' })
  await index.run()
  expect(index.printed()).toMatch(/^::debug::Error: it has \*\*\*%0A +at /m)
  expect(index.printed().replace('::add-mask::a-secret-token', '')).not.toContain('a-secret-token')
})

test('an unexpected error while the inputs are read is reported too', async () => {
  throwAt('::add-mask::', new Error('no such thing'))
  const outputs = await index.run()
  expect(outputs).toMatchObject({ success: 'false', 'namespace-id': '' })
  expect(index.printed()).toMatch(/^::error::Unexpected error, .*: no such thing\. Report this/m)
  expect(index.summary()).toContain('<code>no such thing</code>')
})

test.each([
  { what: 'not an Error', defect: 'a text', debug: /^::debug::Error: a text%0A +at /m },
  {
    what: 'an error without a stack',
    defect: Object.assign(new Error('a text'), { stack: undefined }),
    debug: /^::debug::a text$/m
  }
])('a thrown value that is $what is reported as an unexpected error', async ({ defect, debug }) => {
  throwAt('Writing', defect)
  await index.run()
  expect(index.printed()).toMatch(/^::error::Unexpected error, .*: a text\. Report this/m)
  expect(index.printed()).toMatch(debug)
})
