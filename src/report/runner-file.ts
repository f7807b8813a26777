import { statSync } from 'node:fs'

/**
 * Checks that the file that an environment variable of the runner names is a regular file, if it exists. A named pipe
 * would keep the process waiting until somebody opens its other end.
 *
 * @param variable such as `GITHUB_OUTPUT`
 * @throws Error when it is a pipe, a device or a folder
 */
export function checkRegularFile(variable: string): void {
  const path = process.env[variable]
  const stats = path ? statSync(path, { throwIfNoEntry: false }) : undefined
  if (stats && !stats.isFile()) throw new Error(`${variable} names something that is not a regular file`)
}
