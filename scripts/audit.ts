// Tells of packages with known vulnerabilities, and fails for those that are in the bundle.
import { exec } from 'node:child_process'
import { promisify } from 'node:util'

interface Vulnerability {
  readonly severity: string
  readonly via: readonly (string | { readonly title: string })[]
}

const inBundle = await audit('--omit=dev')
const all = inBundle && (await audit())
if (!inBundle || !all) {
  console.log('The registry does not tell of vulnerabilities: skipped.')
} else {
  for (const [name, { severity, via }] of Object.entries(all)) {
    const why = via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : cause.title)).join('; ')
    console.log(`${name}, ${severity}: ${why}${name in inBundle ? ' (in the bundle)' : ''}`)
  }
  if (Object.keys(all).length === 0) console.log('None.')
  if (Object.keys(inBundle).length > 0) process.exitCode = 1
}

/** Returns the vulnerabilities by package, or undefined when the registry has no answer to that. */
async function audit(...options: string[]): Promise<Readonly<Record<string, Vulnerability>> | undefined> {
  // npm fails when it finds some, and when it is not answered. What it prints tells which.
  // By way of a shell, which finds npm on Windows too.
  const run = promisify(exec)(['npm audit --json', ...options].join(' '))
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string })
  const { vulnerabilities } = JSON.parse(stdout || '{}') as { vulnerabilities?: Record<string, Vulnerability> }
  return vulnerabilities
}
