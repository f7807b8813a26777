import { unescape } from 'node:querystring'

// Shared by the whole process, like the secrets of `core.setSecret`, so that no code can miss them.
const secrets = new Set<string>()

/** A shorter text may be part of an ordinary word, and no service issues a secret that short. */
const MIN_LENGTH = 8

/** Makes `hideSecrets` hide `secret` from now on, if it has 8 characters or more. */
export function keepSecret(secret: string): void {
  if (secret.length >= MIN_LENGTH) secrets.add(secret)
}

/** Keeps the passwords of the proxies that the environment names, as they are written and as they are sent. */
export function keepProxyPasswords(): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    const password = URL.parse(process.env[name] ?? '')?.password ?? ''
    keepSecret(password)
    keepSecret(unescape(password))
  }
}

/** Returns `text` with `***` in place of every secret. */
export function hideSecrets(text: string): string {
  // The longest first, so that nothing is left of a secret that begins like another one.
  const longestFirst = [...secrets].toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

/** Returns what was parsed from JSON without the secrets in its texts and names of properties. */
export function hideSecretsIn(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value)
  if (Array.isArray(value)) return value.map(hideSecretsIn)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [hideSecrets(name), hideSecretsIn(part)]))
}
