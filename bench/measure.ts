import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A program to measure. */
export interface Program {
  /** Arguments of Node. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Called before each run, and not measured. */
  readonly prepare?: () => void
}

/** The cost of one run of a program. */
export interface Measure {
  readonly seconds: number
  /** The peak of the process's memory, in MiB. */
  readonly peak: number
}

const PEAK = fileURLToPath(new URL('peak.mjs', import.meta.url))

/** Runs a program to its end. Throws when it fails. */
export function measure({ args, env, cwd, prepare }: Program): Promise<Measure> {
  prepare?.()
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    const child = spawn(process.execPath, ['--import', PEAK, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe']
    })
    const printed: string[] = []
    let peak = ''
    child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk.toString()))
    child.stdio[3]?.on('data', (chunk: Buffer) => (peak += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${args.join(' ')} failed:\n${printed.join('')}`))
      else resolve({ seconds: (performance.now() - begin) / 1000, peak: Number(peak) / 1024 })
    })
  })
}

/** Runs each program once without counting, then all of them in turn, `runs` times. Returns the runs of each program. */
export async function measureInTurn<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  runs: number
): Promise<Record<Name, Measure[]>> {
  const names = Object.keys(programs) as Name[]
  const measures = Object.fromEntries(names.map((name) => [name, [] as Measure[]])) as Record<Name, Measure[]>
  for (const name of names) await measure(programs[name])
  for (let run = 0; run < runs; run++) {
    for (const name of names) measures[name].push(await measure(programs[name]))
  }
  return measures
}

/** Returns the median of `numbers`. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** Returns the median of the ratios of two programs' runs that ran side by side. */
export function ratio(a: readonly Measure[], b: readonly Measure[]): number {
  return median(a.map(({ seconds }, run) => seconds / (b[run]?.seconds ?? NaN)))
}
