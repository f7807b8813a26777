import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Returns the paths in a folder's `.gitmodules`, relative to the folder; none if it cannot be read. */
export function submodulesIn(folder: string): string[] {
  try {
    // https://git-scm.com/docs/git-config#_syntax: a value may be in quotes, with \" and \\ inside.
    const lines = readFileSync(join(folder, '.gitmodules'), 'utf8').matchAll(/^[ \t]*path[ \t]*=(.*)$/gim)
    return [...lines].map(([, value = '']) =>
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replace(/\\(["\\])/g, '$1')
    )
  } catch {
    return []
  }
}

/** Whether a folder is empty or missing, as that of a submodule that is not checked out. */
export function isEmptyOrMissing(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
