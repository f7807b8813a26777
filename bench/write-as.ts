// Writes the files of a folder in bulk requests of about 10 MB, or each file in its own request.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../src/entries/entry.ts'
import { systemClock } from '../src/shared/clock.ts'
import { Namespace } from '../src/kv/namespace.ts'
import { Transport } from '../src/kv/transport.ts'
import { MAX_BODY_BYTES } from '../src/publish/batches.ts'
import { writing } from '../src/publish/operation.ts'
import { Outcomes } from '../src/publish/outcomes.ts'
import { runWorkers } from '../src/publish/worker.ts'

const [, , mode, folder = '', baseUrl = ''] = process.argv
const entries = readdirSync(folder).map((key): Entry => {
  const path = join(folder, key)
  return { key, source: key, value: { path, size: statSync(path).size } }
})
const log = (): void => undefined
const transport = new Transport(
  { baseUrl, credentials: { apiToken: 'token' }, timeout: 120, maxRetries: 0, concurrency: 4 },
  { clock: systemClock, signal: new AbortController().signal, log }
)
const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
const perBatch = mode === 'bulk' ? Math.floor(MAX_BODY_BYTES / ((entries[0]?.value.size ?? 1) * (4 / 3) + 80)) : 1
const batches = entries.flatMap((_, index) => (index % perBatch === 0 ? [entries.slice(index, index + perBatch)] : []))
const operation = writing(namespace, MAX_BODY_BYTES, systemClock)
const outcomes = new Outcomes()
const step = { namespace, concurrency: 4, log, clock: systemClock, extraRequests: { count: 0 }, outcomes }
await runWorkers(batches, operation, step)
if (outcomes.of(entries).some(({ status }) => status !== 'written')) throw new Error('not all were written')
await transport.close()
