import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { useRuns } from '../support/runs.ts'

const runs = useRuns()
const blocks = [...readFileSync('docs/lists.md', 'utf8').matchAll(/^```yaml\n([^]*?)^```$/gm)]
// The second block has the inputs that go with the complete example.
const [complete = '', , map = ''] = blocks.map(([, yaml]) => yaml)

test.each([
  ['complete example', complete, ['new-checkout', 'summer-banner', 'price-list', 'logo', 'old-checkout']],
  ['map', map, ['checkout', 'beta', 'ratio', 'banner', 'note']]
])('the %s in docs/lists.md works without changes', async (_what, yaml, keys) => {
  const root = makeFolder({ 'flags.yaml': yaml, 'config/prices.json': '{}' })
  const workspace = new Workspace(root, undefined)
  const selection = { entriesFile: join(root, 'flags.yaml') }
  const { report } = await runs.run(runs.inputs({}, { selection, workspace }))
  expect(report).toMatchObject({ success: true, problems: [] })
  expect(report.records.map(({ entry }) => entry.key)).toEqual(keys)
})
