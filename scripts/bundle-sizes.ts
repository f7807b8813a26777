// Prints how much source code each package has in the bundle, for docs/dependencies.md.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Module {
  readonly name: string
  readonly size: number
  /** The modules that this one was joined from. */
  readonly modules?: readonly Module[]
}

// As in the build script of package.json.
const WITHOUT = ['--external', '../milo/simd.js', '--external', '../milo/no-simd.js']

const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
try {
  const stats = join(folder, 'stats.json')
  execFileSync('ncc', ['build', 'src/index.ts', '--out', folder, '--stats-out', stats, ...WITHOUT])
  const { modules } = JSON.parse(readFileSync(stats, 'utf8')) as { modules: readonly Module[] }
  const sizes = new Map<string, number>()
  for (const { name, size } of modules.flatMap((module) => module.modules ?? [module])) {
    const [, packageName = 'src'] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name) ?? []
    sizes.set(packageName, (sizes.get(packageName) ?? 0) + size)
  }
  for (const [name, size] of [...sizes].toSorted(([, a], [, b]) => b - a)) {
    console.log(`${name} ${(size / 1000).toFixed(0)} kB`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
