// The files that the programs read.
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'

/** Makes `count` files of `size` bytes, a hundred to a folder, and returns their folder. */
export function makeFiles(workspace: string, count: number, size: number): string {
  for (let index = 0; index < count; index++) {
    if (index % 100 === 0) mkdirSync(join(workspace, fileName(index), '..'), { recursive: true })
    writeFileSync(join(workspace, fileName(index)), `{"index":${index},"text":"`.padEnd(size - 2, 'value ') + '"}')
  }
  return workspace
}

/** The name of a file, a hundred to a folder. */
export function fileName(index: number): string {
  return `folder-${Math.floor(index / 100)}/file-${index}.json`
}

/**
 * Writes a list of `count` pairs whose values are JSON of `size` bytes. Their quotes are escaped in a `.json` file and not
 * in a `.yaml` file.
 */
export async function writeList(path: string, count: number, size: number): Promise<void> {
  const file = createWriteStream(path)
  const isJson = path.endsWith('.json')
  if (isJson) file.write('[')
  for (let index = 0; index < count; index++) {
    const key = fileName(index)
    const value = `{"index":${index},"text":"é `.padEnd(size - 3, 'value ') + '"}'
    const pair = isJson
      ? `${index > 0 ? ',\n' : ''}${JSON.stringify({ key, value })}`
      : `- key: ${key}\n  value: '${value}'\n`
    if (!file.write(pair)) await once(file, 'drain')
  }
  file.end(isJson ? ']\n' : '')
  await once(file, 'finish')
}

/** Writes a JSON map of `count` keys to values like those of feature flags. */
export async function writeMap(path: string, count: number): Promise<void> {
  const file = createWriteStream(path)
  for (let index = 0; index < count; index++) {
    const pair = `${index === 0 ? '{' : ',\n'}"${fileName(index)}":"${index % 2 === 0 ? 'on' : 'off'}"`
    if (!file.write(pair)) await once(file, 'drain')
  }
  file.end('}\n')
  await once(file, 'finish')
}
