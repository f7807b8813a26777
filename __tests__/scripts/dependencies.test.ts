import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

interface LockedPackage {
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
}

function readLockfile(path: string): [path: string, LockedPackage][] {
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockedPackage> }
  return Object.entries(packages)
}

function nameOf(path: string): string {
  return path.replace(/^.*node_modules\//, '')
}

test('docs/dependencies.md names each package that the bundle may contain, and no others', () => {
  const bundled = readLockfile('package-lock.json')
    .filter(([path, { dev, optional, devOptional, link }]) => {
      return path.startsWith('node_modules/') && !link && !dev && !optional && !devOptional
    })
    .map(([path]) => nameOf(path))
  const named = readFileSync('docs/dependencies.md', 'utf8').matchAll(/\[`([^`]+)`\]\(/g)
  expect([...named].map(([, name]) => name).toSorted()).toEqual([...new Set(bundled)].toSorted())
})

const lockfiles = globSync('**/package-lock.json', { exclude: ['**/node_modules'] })

describe.each(lockfiles)('%s', (lockfile) => {
  // The project itself and its stubs.
  const isOwn = (path: string): boolean => path === '' || path.startsWith('stubs/')
  const packages = readLockfile(lockfile).filter(([path]) => !isOwn(path))

  test('has the integrity of every package, or a link into this repository', () => {
    const unchecked = packages.filter(([, { integrity, link, resolved = '' }]) => {
      return !/^sha512-[\w+/]{86}==$/.test(integrity ?? '') && !(link && isOwn(resolved))
    })
    expect(packages.length).toBeGreaterThan(10)
    expect(unchecked).toEqual([])
  })

  test('has no package whose install script runs', () => {
    const folder = dirname(lockfile)
    expect(readFileSync(join(folder, '.npmrc'), 'utf8')).toContain('\nignore-scripts=true\nstrict-allow-scripts=true\n')
    const { allowScripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly allowScripts: Readonly<Record<string, boolean>>
    }
    const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path))
    expect(withScript.filter((name) => allowScripts[name] !== false)).toEqual([])
  })

  test('contains no URL of a registry', () => {
    const addresses = packages.filter(([, { resolved, link }]) => resolved !== undefined && !link)
    expect(addresses).toEqual([])
    expect(readFileSync(lockfile, 'utf8')).not.toContain('registry')
  })
})

test('every lockfile is checked', () => {
  expect(lockfiles).toEqual(expect.arrayContaining(['package-lock.json', 'bench/package-lock.json']))
})
