// The least that 10,000 keys can take: prepared bodies, sent with undici, four at a time.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { request } from 'undici'

const folder = process.env.BENCH_BODIES
const queue = readdirSync(folder).values()
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (const name of queue) {
      const { body } = await request(`${process.env.BENCH_NAMESPACE_URL}/bulk`, {
        method: 'PUT',
        headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
        body: readFileSync(join(folder, name))
      })
      const { success } = await body.json()
      if (!success) throw new Error('not written')
    }
  })
)
