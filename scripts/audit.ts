// Prints the packages with known vulnerabilities, and fails if one of them is in the bundle.
import { exec } from 'node:child_process'
import { promisify } from 'node:util'

interface Vulnerability {
  readonly severity: string
  readonly via: readonly (string | { readonly title: string })[]
}

const inBundle = await audit('--omit=dev')
const all = inBundle && (await audit())
if (inBundle && all) report(inBundle, all)
else reportNoAnswer()

type Vulnerabilities = Readonly<Record<string, Vulnerability>>

/** Returns the vulnerabilities by package, or undefined when the registry does not answer the question. */
async function audit(...options: string[]): Promise<Vulnerabilities | undefined> {
  // npm fails both when it finds some and when it gets no answer. Its output says which.
  // A shell finds npm on Windows too.
  const run = promisify(exec)(['npm audit --json', ...options].join(' '))
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string })
  const { vulnerabilities } = JSON.parse(stdout || '{}') as { vulnerabilities?: Vulnerabilities }
  return vulnerabilities
}

function report(inBundle: Vulnerabilities, all: Vulnerabilities): void {
  for (const [name, { severity, via }] of Object.entries(all)) {
    const why = via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : cause.title)).join('; ')
    console.log(`${name}, ${severity}: ${why}${name in inBundle ? ' (in the bundle)' : ''}`)
  }
  if (Object.keys(all).length === 0) console.log('None.')
  if (Object.keys(inBundle).length > 0) process.exitCode = 1
}

/** A mirror of the registry may not know vulnerabilities. GitHub's runners reach the registry itself, which does. */
function reportNoAnswer(): void {
  const isRequired = process.env['GITHUB_ACTIONS'] === 'true'
  console.log(`The registry does not answer which packages are vulnerable: ${isRequired ? 'failed' : 'skipped'}.`)
  if (isRequired) process.exitCode = 1
}
