// The least memory that reading a JSON file can take: parsing it with the engine.
import { readFileSync } from 'node:fs'

JSON.parse(readFileSync(process.env.BENCH_JSON, 'utf8'))
