// Prints the notes of a release: the section of its version in CHANGELOG.md.
import { readFileSync } from 'node:fs'

const [version = ''] = process.argv.slice(2)
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8')
const [, ...sections] = changelog.split(/^## /m)
const section = sections.find((text) => text.startsWith(`[${version}]`)) ?? ''
const notes = section
  .slice(section.indexOf('\n'))
  // The links of the last section follow it.
  .replace(/^\[[^\]]+\]: .*$/gm, '')
  .trim()
if (!version || notes === '') throw new Error(`CHANGELOG.md has no notes under "## [${version}]"`)
console.log(notes)
