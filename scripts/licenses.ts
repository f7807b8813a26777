// Writes the licenses of every package that the bundle may contain. ncc's own option writes only those of one chunk.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
  /** Whether it is a folder of this repository. */
  readonly link?: boolean
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, LockedPackage> }

const texts = Object.entries(lock.packages)
  .filter(([path, { dev, optional, devOptional, link }]) => {
    return path.startsWith('node_modules/') && !link && !dev && !optional && !devOptional
  })
  .map(([path, { version, license }]) => {
    const name = path.replace(/^.*node_modules\//, '')
    return `${name}@${version} (${license ?? 'see below'})\n\n${licenseText(path)}\n`
  })

writeFileSync('dist/licenses.txt', texts.join(`\n${'-'.repeat(80)}\n\n`))

function licenseText(path: string): string {
  const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${path} has no license file`)
  return readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim()
}
