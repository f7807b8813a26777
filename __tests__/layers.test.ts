import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'

/** The folders of `src/`, each with those that it may import from. `.` is the entry point and the pipeline. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  '.': ['inputs', 'entries', 'plan', 'publish', 'kv', 'report', 'shared'],
  inputs: ['entries', 'plan', 'kv', 'report', 'shared'],
  report: ['publish', 'plan', 'entries', 'shared'],
  publish: ['plan', 'kv', 'entries', 'shared'],
  plan: ['kv', 'entries', 'shared'],
  kv: ['entries', 'shared'],
  entries: ['shared'],
  shared: []
}

const IMPORT = /(?:from |import\()'(\.{1,2}\/[^']+)'/g

function folderOf(path: string): string {
  const [folder = '', rest] = path.split('/').slice(1)
  return rest === undefined ? '.' : folder
}

/** Every import between two folders, as `file → file`. */
function imports(): { readonly from: string; readonly to: string }[] {
  return globSync('src/**/*.ts').flatMap((from) => {
    const found = readFileSync(from, 'utf8').matchAll(IMPORT)
    return [...found].map(([, path = '']) => ({ from, to: join(dirname(from), path) }))
  })
}

test('each folder imports only from the folders that it may import from', () => {
  const all = imports()
  expect(all.length).toBeGreaterThan(100)
  const wrong = all.filter(({ from, to }) => {
    const [source, target] = [folderOf(from), folderOf(to)]
    return source !== target && !ALLOWED[source]?.includes(target)
  })
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})
