import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.10.0] - 2027-01-31

### Added

- Something [new](https://example.com).

## [1.1.0] - 2027-01-01

### Fixed

- The last thing.

[Unreleased]: https://example.com/compare/v1.10.0...main
[1.10.0]: https://example.com/compare/v1.1.0...v1.10.0
`

function releaseNotes(...args: string[]): { status: number | null; notes: string; told: string } {
  const folder = makeFolder({ 'CHANGELOG.md': CHANGELOG })
  mkdirSync(join(folder, 'scripts'))
  copyFileSync('scripts/release-notes.ts', join(folder, 'scripts/release-notes.ts'))
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'scripts/release-notes.ts'), ...args], {
    encoding: 'utf8'
  })
  return { status, notes: stdout, told: stderr }
}

test.each([
  ['1.10.0', '### Added\n\n- Something [new](https://example.com).\n'],
  ['1.1.0', '### Fixed\n\n- The last thing.\n']
])('the notes of %s are its section of the changelog', (version, notes) => {
  expect(releaseNotes(version)).toMatchObject({ status: 0, notes })
})

test.each([['1.2.0'], ['1.1'], ['Unreleased'], ['']])('a release %j without notes fails', (version) => {
  const { status, notes, told } = releaseNotes(version)
  expect([status, notes]).toEqual([1, ''])
  expect(told).toContain(`CHANGELOG.md has no notes under "## [${version}]"`)
})
