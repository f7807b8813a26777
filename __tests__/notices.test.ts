import { expect, test } from '@jest/globals'
import type { Inputs } from '../src/inputs/inputs.ts'
import { findNotices } from '../src/notices.ts'
import { useEnvironment } from './support/environment.ts'
import { makeInputs, makeTarget, WRITE_ALL } from './support/run-inputs.ts'

const CLOUDFLARE = 'https://api.cloudflare.com/client/v4'
const environment = useEnvironment()

/** The notices of a run, each with its level. */
function noticesOf(inputs: Partial<Inputs>, event = 'push'): string[] {
  return findNotices(makeInputs(CLOUDFLARE, {}, inputs), event).map(({ level, message }) => `${level}: ${message}`)
}

test('a usual run has no notice', () => {
  expect(noticesOf({})).toEqual([])
})

test("a host that is not Cloudflare's is logged", () => {
  expect(noticesOf({ target: makeTarget('https://proxy.example:8443/v4') })).toEqual([
    "info: Requests go to proxy.example:8443, not to Cloudflare's host (api-base-url)"
  ])
})

test('a run that writes on pull_request_target warns once, with a link, and a dry run does not', () => {
  expect(noticesOf({}, 'pull_request_target')).toEqual([
    expect.stringMatching(/^warning: This run writes on the event pull_request_target.*https:\/\/docs\.github\.com\//)
  ])
  expect(noticesOf({ sync: { ...WRITE_ALL, dryRun: true } }, 'pull_request_target')).toEqual([])
})

test('a dry run without credentials says that it only checks, and names variables that are not read', () => {
  const checks = { target: undefined, checksOnly: true }
  const [notice = '', ...others] = noticesOf(checks)
  expect(others).toEqual([])
  expect(notice).toMatch(/^notice: There are no credentials, so this dry run checks only files and values\./)
  environment.set({ CF_API_TOKEN: 'a-token' })
  expect(noticesOf(checks)).toEqual([`${notice} CF_API_TOKEN is not read: rename it to CLOUDFLARE_API_TOKEN.`])
})

test('a global API key causes a warning', () => {
  const credentials = { apiEmail: 'me@example.com', apiKey: 'key' }
  expect(noticesOf({ target: { ...makeTarget(CLOUDFLARE), credentials } })).toEqual([
    expect.stringMatching(/^warning: api-key is a global API key/)
  ])
})
