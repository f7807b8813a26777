// Writes the licenses of every package that the bundle may contain, and of the code of others inside these packages. ncc's own
// option writes only those of one chunk.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'

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
    return `${name}@${version} (${license ?? 'see below'})\n\n${licenseTexts(path)}\n`
  })

// undici has llhttp as WebAssembly, without its license: https://github.com/nodejs/llhttp/blob/main/LICENSE
const LLHTTP = `llhttp (MIT), compiled to WebAssembly in undici

This software is licensed under the MIT License.

Copyright Fedor Indutny, 2018.

Permission is hereby granted, free of charge, to any person obtaining a
copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included
in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
USE OR OTHER DEALINGS IN THE SOFTWARE.
`

writeFileSync('dist/licenses.txt', [...texts, LLHTTP].join(`\n${'-'.repeat(80)}\n\n`))

/** Returns the package's own license, then those of the folders inside it. */
function licenseTexts(path: string): string {
  const files = globSync('**/*', { cwd: path, exclude: ['**/node_modules/**'] })
    .filter((file) => /^licen[cs]e(\.(md|txt))?$/i.test(basename(file)))
    .sort((a, b) => a.split(sep).length - b.split(sep).length || a.localeCompare(b))
  if (dirname(files[0] ?? 'none/') !== '.') throw new Error(`${path} has no license file`)
  return files
    .map((file) => {
      const text = readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim()
      return dirname(file) === '.' ? text : `${dirname(file).replaceAll(sep, '/')}:\n\n${text}`
    })
    .join('\n\n')
}
