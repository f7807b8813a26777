// For the whole process, as the runner has what `core.setSecret` tells it: a secret must not get out by any way there is.
const forms = new Set<string>()
let pattern: RegExp | undefined

/** What is shorter is part of many a word, and no secret that a service gives out. */
const MIN_LENGTH = 8

/** Has `hideSecrets` hide `secret`, of 8 characters or more, from now on, in every form in which a server may give it back. */
export function keepSecret(secret: string): void {
  if (secret.length < MIN_LENGTH) return
  for (const form of formsOf(secret)) forms.add(form)
  pattern = undefined
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
  if (forms.size === 0) return text
  pattern ??= patternOf(forms)
  return text.replace(pattern, '***')
}

/** Returns what was parsed from JSON with the secrets hidden in all of its texts. */
export function hideSecretsIn(value: unknown): unknown {
  return mapTexts(value, hideSecrets)
}

/** Returns what was parsed from JSON with `***` in place of each of `values` that has 8 characters or more, also as JSON. */
export function hideValuesIn(value: unknown, values: readonly string[]): unknown {
  const texts = values.map((text) => text.trim()).filter((text) => text.length >= MIN_LENGTH)
  const shown = longestFirst(texts.flatMap((text) => [text, withinJson(text)]))
  return mapTexts(value, (part) => shown.reduce((hidden, text) => hidden.replaceAll(text, () => '***'), part))
}

function patternOf(texts: ReadonlySet<string>): RegExp {
  const escaped = longestFirst([...texts]).map((text) => RegExp.escape(text))
  return new RegExp(`(?:${escaped.join('|')})=*`, 'gi')
}

/** So that nothing is left of a text that begins as another does. */
function longestFirst(texts: readonly string[]): string[] {
  return texts.toSorted((a, b) => b.length - a.length)
}

/** A text as it stands between the quotes of JSON. */
function withinJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (value === undefined) return value
  return JSON.parse(JSON.stringify(value), (_name, part: unknown) => (typeof part === 'string' ? map(part) : part))
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

/** The part of the base64 of a longer text that is the same whatever stands around `bytes`. */
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
