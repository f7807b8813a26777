import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { SUCCESS } from './support/fake-api.ts'
import { useIndexRuns } from './support/index-run.ts'

const index = useIndexRuns()

test('a successful run sets the outputs, the report and the summary, and does not fail the step', async () => {
  const outputs = await index.run()
  expect(outputs).toMatchObject({ success: 'true', keys: '["a"]' })
  expect(existsSync(outputs['report-path'] ?? '')).toBe(true)
  expect(index.summary()).toContain(
    'commit <a href="https://github.com/fjord/shop/commit/3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3">'
  )
  expect(index.printed()).not.toMatch(/^::(warning|error)/m)
  expect(process.exitCode).toBeUndefined()
})

test('a failed run sets the outputs and the summary, and fails the step with one message', async () => {
  index.answer = () => ({ status: 500 })
  const outputs = await index.run()
  expect(outputs).toMatchObject({ success: 'false', 'failed-keys': '["a"]' })
  expect(index.summary()).toContain('✗ 1 ')
  expect(process.exitCode).toBe(1)
  expect(index.printed().match(/^::error::/gm)).toHaveLength(1)
})

test('files that fail are annotated', async () => {
  index.answer = () => ({ status: 400 })
  index.set({ INPUT_KEY: '', INPUT_FILE: '', INPUT_GLOB: join(index.folder, 'work/a.*') })
  await index.run()
  expect(index.printed()).toMatch(/^::error title=Not written to Workers KV,file=a\.json::/m)
})

test('a warning is annotated', async () => {
  index.set({ INPUT_TTL: '1h', INPUT_EXPIRATION: '2099-01-01T00:00:00Z' })
  await index.run()
  expect(index.printed()).toContain('::warning::ttl and expiration are both given')
})

test('a run with summary: false writes no summary', async () => {
  index.set({ INPUT_SUMMARY: 'false' })
  await index.run()
  expect(index.summary()).toBe('')
})

test.each(['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_SHA'])(
  'without %s the summary shows no commit',
  async (name) => {
    index.set({ [name]: '' })
    await index.run()
    expect(index.summary()).toMatch(/^<h2>Published: 1 written<\/h2>\n<p>Workers KV namespace <code>\w+<\/code><\/p>$/m)
  }
)

test('a token that is given as the namespace is masked everywhere', async () => {
  index.set({ INPUT_NAMESPACE: 'a-long-token', 'INPUT_API-TOKEN': 'a-long-token' })
  index.answer = () => ({ body: { ...SUCCESS, result: [] } })
  const outputs = await index.run()
  const report = readFileSync(outputs['report-path'] ?? '', 'utf8')
  const printed = index.printed().replaceAll('::add-mask::a-long-token\n', '')
  expect([printed, index.summary(), report, JSON.stringify(outputs)].join()).not.toContain('a-long-token')
  expect(index.summary()).toContain('<code>***</code>')
})

test('a proxy that is not a URL stops the run before it sends anything', async () => {
  index.set({ HTTPS_PROXY: 'proxy.example:port', 'INPUT_API-BASE-URL': 'https://api.example' })
  const before = index.requests()
  const outputs = await index.run()
  expect(outputs['failed-keys']).toBe('["a"]')
  expect(index.requests()).toBe(before)
  expect(index.printed()).toContain('::error::Nothing was written: HTTPS_PROXY or HTTP_PROXY is not a URL')
})

test('a warning about the event is printed before the first request, and once', async () => {
  index.set({ GITHUB_EVENT_NAME: 'pull_request_target' })
  let before = ''
  index.answer = () => {
    before = index.printed()
    return { body: SUCCESS }
  }
  await index.run()
  expect(before).toContain('::warning::This run writes on the event pull_request_target')
  expect(index.printed().split('::warning::')).toHaveLength(2)
})

test('a report that cannot be written causes a warning, and the summary is still written', async () => {
  index.set({ RUNNER_TEMP: join(index.folder, 'missing') })
  const outputs = await index.run()
  expect(outputs).toMatchObject({ success: 'true', 'report-path': '' })
  expect(index.printed()).toContain('::warning::The report could not be written: ENOENT')
  expect(index.summary()).toContain('1 written')
})

test('a summary that cannot be written causes a warning', async () => {
  const file = join(index.folder, 'summary')
  rmSync(file)
  mkdirSync(file)
  const outputs = await index.run()
  rmSync(file, { recursive: true })
  expect(outputs['success']).toBe('true')
  expect(index.printed()).toContain('::warning::The summary could not be written: ')
})

test('outputs that cannot be set do not hide why the step failed', async () => {
  index.answer = () => ({ status: 500 })
  index.set({ GITHUB_OUTPUT: join(index.folder, 'missing') })
  await index.run()
  expect(index.printed()).toMatch(/^::error::1 of 1 key was not written/m)
  expect(index.printed()).toContain('::warning::The outputs could not be written: Missing file at path')
  expect(index.summary()).toContain('✗ 1 ')
  expect(process.exitCode).toBe(1)
})

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
