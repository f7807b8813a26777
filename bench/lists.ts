import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

/**
 * Writes a list of `count` pairs whose values are JSON of `size` bytes, so that quotes are escaped in a `.json` and not in
 * a `.yaml`.
 */
export async function writeList(path: string, count: number, size: number): Promise<void> {
  const file = createWriteStream(path)
  const isJson = path.endsWith('.json')
  if (isJson) file.write('[')
  for (let index = 0; index < count; index++) {
    const key = `folder-${Math.floor(index / 100)}/file-${index}.json`
    const value = `{"index":${index},"text":"é `.padEnd(size - 3, 'value ') + '"}'
    const pair = isJson
      ? `${index > 0 ? ',\n' : ''}${JSON.stringify({ key, value })}`
      : `- key: ${key}\n  value: '${value}'\n`
    if (!file.write(pair)) await once(file, 'drain')
  }
  file.end(isJson ? ']\n' : '')
  await once(file, 'finish')
}
