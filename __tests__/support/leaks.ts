import type { StepResult } from '../../demo/run-action.ts'

/** The forms in which `secret` may leak, by name. One of them is `user:secret` in base64, with the given user. */
export function formsOf(secret: string, user = 'user'): Record<string, string> {
  const base64 = Buffer.from(secret).toString('base64')
  const pair = Buffer.from(`${user}:${secret}`).toString('base64')
  const hex = Buffer.from(secret).toString('hex')
  const percent = encodeURIComponent(secret)
  return {
    'as it is': secret,
    'percent-encoded': percent,
    'percent-encoded in lower case': percent.replace(/%../g, (code) => code.toLowerCase()),
    'in base64': base64,
    'in base64 without padding': base64.replace(/=+$/, ''),
    'in base64 for URLs': Buffer.from(secret).toString('base64url'),
    'in the base64 of a pair': pair,
    'in hex': hex,
    'in upper case hex': hex.toUpperCase(),
    'as JSON': JSON.stringify(secret).slice(1, -1)
  }
}

/** Text in which a server repeats a request: its headers, as text and as JSON, and each form of `secrets`. */
export function echo(headers: object, secrets: readonly string[]): string {
  const dump = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
  return [...dump, JSON.stringify(headers), ...secrets.flatMap((secret) => Object.values(formsOf(secret)))].join('\n')
}

/**
 * Returns each form of `secrets` that is in the results of a step, as `secret in hex`. A command that tells the runner
 * to mask a secret is not a leak.
 *
 * @param others further places, such as the body of a comment
 */
export function leaksOf(
  { log, outputs, summary, report }: StepResult,
  secrets: readonly string[],
  others: readonly string[] = [],
  user?: string
): string[] {
  const isMask = (line: string): boolean => secrets.some((secret) => line === `::add-mask::${secret}`)
  const lines = log.split('\n').filter((line) => !isMask(line))
  // The report may contain them as JSON within text or JSON, which a reader can decode.
  const told = [lines.join('\n'), ...Object.values(outputs), summary, ...textsIn(report), ...others].join('\n')
  return secrets.flatMap((secret) =>
    Object.entries(formsOf(secret, user)).flatMap(([form, text]) => (told.includes(text) ? [`${secret} ${form}`] : []))
  )
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return [JSON.stringify(value), ...Object.entries(value).flat().flatMap(textsIn)]
}
