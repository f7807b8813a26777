// The least memory that reading a JSON list can take: parsing it with the engine.
import { readFileSync } from 'node:fs'

const pairs = JSON.parse(readFileSync(process.env.BENCH_LIST, 'utf8'))
if (pairs.length === 0) throw new Error('no pairs')
