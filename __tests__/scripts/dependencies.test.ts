import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

interface Lockfile {
  readonly packages: Readonly<Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>>
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile

test('docs/dependencies.md has a row for each package that the bundle may hold, and for no other', () => {
  const bundled = Object.entries(packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
  const rows = readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| \[`([^`]+)`\]/gm)
  expect([...rows].map(([, name]) => name).toSorted()).toEqual([...new Set(bundled)].toSorted())
})

test('the lockfile holds no address of a registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"|registry/)
})
