// Measures the size from which a value is better streamed in its own request than sent in a bulk request.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from './api.ts'
import { type Measure, measureInTurn, median, type Program, ratio } from './measure.ts'

const RUNS = 10
const TOTAL = 100_000_000
const writeAs = fileURLToPath(new URL('write-as.ts', import.meta.url))

const temp = mkdtempSync(join(tmpdir(), 'bench-'))
const { baseUrl, stop } = await startServer()
try {
  console.log('| size of a value | in a bulk request | bulk / streamed: time | peak of bulk | peak of streamed |')
  console.log('| --- | --- | --- | --- | --- |')
  for (const size of [500_000, 1_000_000, 2_000_000, 4_000_000]) {
    const folder = join(temp, String(size))
    mkdirSync(folder)
    for (let index = 0; index < TOTAL / size; index++) writeFileSync(join(folder, String(index)), randomBytes(size))
    const program = (mode: string): Program => ({
      args: [writeAs, mode, folder, baseUrl],
      env: {}
    })
    const { bulk, streamed } = await measureInTurn({ bulk: program('bulk'), streamed: program('streamed') }, RUNS)
    const perBatch = Math.floor(10_000_000 / (size * (4 / 3) + 80))
    console.log(
      `| ${size / 1e6} MB | ${perBatch} | ${ratio(bulk, streamed).toFixed(2)} | ${peak(bulk)} | ${peak(streamed)} |`
    )
  }
} finally {
  stop()
  rmSync(temp, { recursive: true })
}

function peak(measures: readonly Measure[]): string {
  return `${median(measures.map(({ peak }) => peak)).toFixed(0)} MiB`
}
