import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { useIndexRuns } from '../support/index-run.ts'

const index = useIndexRuns()

test('a cancelled run reports the cancellation everywhere', async () => {
  index.answer = () => {
    process.emit('SIGINT')
    return Promise.withResolvers<never>().promise
  }
  const outputs = await index.run()
  expect(outputs).toMatchObject({ success: 'false', 'failed-keys': '["a"]' })
  expect(index.printed()).toMatch(/^::error::Cancelled by SIGINT\. 1 of 1 key was not written to /m)
  expect(index.summary()).toContain('<p>Cancelled by SIGINT.</p>')
  expect(JSON.parse(readFileSync(outputs['report-path'] ?? '', 'utf8'))).toMatchObject({
    cancelled_by: 'SIGINT',
    records: [{ key: 'a', status: 'unknown' }]
  })
})
