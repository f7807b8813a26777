import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** A step that runs the action. */
export interface Step {
  /** Inputs by name, as under `with:`. */
  readonly with: Readonly<Record<string, string>>
  /** Further environment variables, as under `env:`. `GITHUB_TOKEN` is `github.token` too. */
  readonly env?: Readonly<Record<string, string>>
  readonly workspace: string
  /** Called with the action's process when it has started, to watch or cancel it. */
  readonly onStart?: (action: ChildProcessByStdio<null, Readable, Readable>) => void
}

/** The results of a step. */
export interface StepResult {
  readonly exitCode: number | null
  /** What it printed, on both streams. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  /** The Markdown of the job summary. */
  readonly summary: string
  /** The parsed report, undefined when there is none. */
  readonly report: unknown
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { inputs: declaredInputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as ActionFile

/**
 * Runs the built action as the runner does: in a separate process, in the workspace, with every declared input in the
 * environment, and with files for its results. From the environment of this process, it gets only PATH.
 */
export async function runAction(step: Step): Promise<StepResult> {
  const temp = mkdtempSync(join(tmpdir(), 'runner-'))
  const [output, summary] = ['output', 'summary'].map((name) => join(temp, name)) as [string, string]
  for (const file of [output, summary]) writeFileSync(file, '')
  try {
    const { exitCode, log } = await spawnAction(step, {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: step.workspace,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'fjord/shop',
      GITHUB_SHA: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
      ...inputVariables(step),
      ...step.env
    })
    const outputs = parseOutputs(readFileSync(output, 'utf8'))
    const reportPath = outputs['report-path']
    const report: unknown = reportPath ? JSON.parse(readFileSync(reportPath, 'utf8')) : undefined
    return { exitCode, log, outputs, summary: readFileSync(summary, 'utf8'), report }
  } finally {
    rmSync(temp, { recursive: true })
  }
}

function spawnAction(
  { workspace, onStart }: Step,
  env: NodeJS.ProcessEnv
): Promise<Pick<StepResult, 'exitCode' | 'log'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'dist', 'index.js')], {
      cwd: workspace,
      env,
      stdio: ['ignore', 'pipe', 'pipe']
    })
    onStart?.(child)
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({ exitCode, log: Buffer.concat(chunks).toString() })
    })
  })
}

/** An input that is not given has its default, or is empty if it has none. */
function inputVariables({ with: given, env }: Step): Record<string, string> {
  const token = env?.['GITHUB_TOKEN'] ?? ''
  const defaults = Object.entries(declaredInputs).map(
    ([name, input]) => [name, (input.default ?? '').replace('${{ github.token }}', token)] as const
  )
  const values = [...defaults, ...Object.entries(given)]
  return Object.fromEntries(values.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]))
}

/** Returns the outputs of a step. Its file has `name<<delimiter`, lines of the value, `delimiter` for each. */
export function parseOutputs(text: string): Record<string, string> {
  const blocks = text.matchAll(/^(?<name>[^\n]+?)<<(?<delimiter>[^\n]+)\n(?<value>[^]*?)\n?\k<delimiter>$/gm)
  return Object.fromEntries([...blocks].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']))
}
