import { describe, expect, test } from '@jest/globals'
import { noAnswer } from '../../src/kv/api-failure.ts'

function networkError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

const UNTRUSTED = networkError('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain')
const NO_NAME = networkError('ENOTFOUND', 'getaddrinfo ENOTFOUND api.example')
const TIMEOUT = new DOMException('The operation was aborted due to timeout', 'TimeoutError')

function refusedTunnel(status: number): Error {
  return networkError('UND_ERR_ABORTED', `Proxy response (${status}) !== 200 when HTTP Tunneling`)
}

describe('the error names the host and says what to do about', () => {
  test.each([
    [
      'a certificate that is not trusted',
      UNTRUSTED,
      ": its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN): if your own certificate authority signed it, set NODE_EXTRA_CA_CERTS to a file with the authority's certificate, or NODE_USE_SYSTEM_CA to 1 if this machine's store has it"
    ],
    [
      'a name that does not resolve',
      NO_NAME,
      ': getaddrinfo ENOTFOUND api.example; check api-base-url if it is set, HTTPS_PROXY and NO_PROXY'
    ],
    [
      'a proxy that refuses',
      refusedTunnel(407),
      ': the proxy answered HTTP 407; check HTTPS_PROXY, including user name and password, and NO_PROXY'
    ],
    ['a timeout', TIMEOUT, ' within 30 s (input timeout)'],
    ['a reset', networkError('ECONNRESET', 'read ECONNRESET'), ': read ECONNRESET'],
    [
      'a server that does not trust a certificate of this machine',
      networkError('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'ssl/tls alert certificate unknown'),
      ': ssl/tls alert certificate unknown'
    ],
    ['several errors, with the first one', new AggregateError([new Error('one'), new Error('two')]), ': one'],
    ['a message that looks like a workflow command', new Error('a\n::error::b'), ': a\\n::error::b'],
    ['something that is not an error', 'odd', ': odd']
  ])('%s', (_what, cause, reason) => {
    const error = noAnswer('api.example', cause, 30)
    expect(error.message).toBe(`No response from api.example${reason}`)
    expect(error).toMatchObject({ name: 'ApiFailure', cause })
  })
})

test.each([
  ['a reset', networkError('ECONNRESET', 'reset'), { isTransient: true, isTooLarge: false, isUncertain: true }],
  ['a timeout', TIMEOUT, { isTransient: true, isTooLarge: true, isUncertain: true }],
  ['a name that does not resolve', NO_NAME, { isTransient: true, isTooLarge: false, isUncertain: false }],
  ['a certificate that is not trusted', UNTRUSTED, { isTransient: false, isTooLarge: false, isUncertain: false }],
  ['a proxy that wants a password', refusedTunnel(407), { isTransient: false, isTooLarge: false, isUncertain: false }],
  ['a proxy that fails', refusedTunnel(500), { isTransient: true, isTooLarge: false, isUncertain: false }]
])('%s is transient, too large and uncertain, or not', (_what, cause, expected) => {
  expect(noAnswer('api.example', cause, 30)).toMatchObject({ ...expected, isUnanswered: true })
})
