import { mapTexts, withinJson } from './json-texts.ts'

/** A form in which a server may repeat a secret. */
interface Form {
  readonly text: string
  /** How many of its first characters must be present for a cut-off copy to be hidden. */
  readonly minLength: number
}

// Shared by the whole process, like the secrets of `core.setSecret`, so that no code can miss them.
let forms: readonly Form[] = []
let pattern: RegExp | undefined

/** A shorter text may be part of an ordinary word, and no service issues a secret that short. */
const MIN_LENGTH = 8

// A shorter beginning says little about a secret, and may be a word, such as `api-token` or `cloudflare`.
const MIN_CUT_LENGTH = 12

/**
 * Makes `hideSecrets` hide `secret` from now on, if it has 8 characters or more. It is hidden in every form in which a
 * server may repeat it: whole, or cut off after 12 characters or more. An e-mail address is hidden only as a whole,
 * since it begins with a name or a word.
 */
export function keepSecret(secret: string): void {
  if (secret.length < MIN_LENGTH) return
  const isAddress = secret.includes('@')
  const added = formsOf(secret).map((text) => ({
    text,
    minLength: isAddress ? text.length : Math.min(MIN_CUT_LENGTH, text.length)
  }))
  // The longest first, so that nothing is left of a secret that begins like another one.
  forms = [...forms, ...added].toSorted((a, b) => b.text.length - a.text.length)
  const beginnings = new Set(forms.map(({ text, minLength }) => RegExp.escape(text.slice(0, minLength))))
  pattern = new RegExp([...beginnings].join('|'), 'gi')
}

/** Keeps the passwords of the proxies that the environment names. */
export function keepProxyPasswords(): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    const url = URL.parse(process.env[name] ?? '')
    if (!url) continue
    keepSecret(url.password)
    keepSecret(decoded(url.password))
  }
}

/** Returns `text` with `***` in place of every secret: as it is, percent-encoded, as base64, as hex and as in JSON. */
export function hideSecrets(text: string): string {
  if (!pattern) return text
  let shown = ''
  let end = 0
  for (const { index } of text.matchAll(pattern)) {
    if (index < end) continue
    shown += `${text.slice(end, index)}***`
    end = endOfSecret(text, index)
  }
  return shown + text.slice(end)
}

/** Returns what was parsed from JSON without the secrets in its texts and names of properties. */
export function hideSecretsIn(value: unknown): unknown {
  return mapTexts(value, hideSecrets)
}

/** Returns where the secret ends that begins at `begin`, with the padding of base64. */
function endOfSecret(text: string, begin: number): number {
  const lengths = forms.map((form) => commonLength(text, begin, form))
  const end = begin + Math.max(...lengths)
  return end + (/^=*/.exec(text.slice(end, end + 2))?.[0].length ?? 0)
}

/** Returns how many characters of a form are at a place of `text`; 0 if they are too few to be hidden. */
function commonLength(text: string, begin: number, form: Form): number {
  let length = 0
  while (length < form.text.length && isSame(text.charAt(begin + length), form.text.charAt(length))) length += 1
  return length < form.minLength ? 0 : length
}

/** Whether two characters are the same, whatever their case: hex and percent-encoding have both. */
function isSame(a: string, b: string): boolean {
  return a === b || a.toUpperCase() === b.toUpperCase()
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = [
    bytes.toString('base64').replace(/=+$/, ''),
    ...[0, 1, 2].map((before) => base64Within(bytes, before))
  ]
  return [
    secret,
    encodeURIComponent(secret),
    withinJson(secret),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  ]
}

/** Returns the base64 of `bytes` as part of a longer text, without the digits that depend on the bytes around it. */
function base64Within(bytes: Buffer, before: number): string {
  const padded = Buffer.concat([Buffer.alloc(before), bytes])
  const begin = Math.ceil((before * 8) / 6)
  const end = Math.floor((padded.length * 8) / 6)
  return padded.toString('base64').slice(begin, end)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
