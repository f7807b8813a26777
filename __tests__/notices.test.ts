import { expect, test } from '@jest/globals'
import type { Inputs } from '../src/inputs/inputs.ts'
import { findNotices } from '../src/notices.ts'
import { makeInputs, makeTarget, WRITE_ALL } from './support/run-inputs.ts'

const CLOUDFLARE = 'https://api.cloudflare.com/client/v4'

function warningsOf(inputs: Partial<Inputs>, event = 'push'): readonly string[] {
  return findNotices(makeInputs(CLOUDFLARE, {}, inputs), event).warnings
}

test('a usual run has no notice', () => {
  expect(findNotices(makeInputs(CLOUDFLARE, {}), 'push')).toEqual({ warnings: [], lines: [] })
})

test("a host that is not Cloudflare's is logged", () => {
  expect(findNotices(makeInputs('https://proxy.example:8443/v4', {}), 'push').lines).toEqual([
    "Requests go to proxy.example:8443, which is not Cloudflare's host (api-base-url)"
  ])
})

test('a run that writes on pull_request_target warns once, with a link, and a dry run does not', () => {
  expect(warningsOf({}, 'pull_request_target')).toEqual([
    expect.stringMatching(/^This run writes on the event pull_request_target.*https:\/\/docs\.github\.com\//)
  ])
  expect(warningsOf({ sync: { ...WRITE_ALL, dryRun: true } }, 'pull_request_target')).toEqual([])
})

test('a dry run without credentials warns that it only checks', () => {
  expect(warningsOf({ target: undefined, checksOnly: true })).toEqual([
    expect.stringMatching(/^There are no credentials, so this dry run checks only files and values\./)
  ])
})

test('a global API key causes a warning', () => {
  const credentials = { apiEmail: 'me@example.com', apiKey: 'key' }
  expect(warningsOf({ target: { ...makeTarget(CLOUDFLARE), credentials } })).toEqual([
    expect.stringMatching(/^api-key is a global API key/)
  ])
})
