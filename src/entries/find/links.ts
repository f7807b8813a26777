import { realpathSync, type Stats, statSync } from 'node:fs'
import { isSameOrInside, type Root, type Roots } from '../roots.ts'

/** Where a symlink leads. */
export type Target =
  | { readonly kind: 'folder' | 'file' | 'broken' }
  | { readonly kind: 'folder outside'; readonly where: string }
  | { readonly kind: 'unreadable'; readonly code: string }

/** The real path of a folder that the search went through, and the folders before it. */
export interface Chain {
  readonly real: string
  readonly above: Chain | undefined
}

/**
 * Returns where the symlink at `path` leads, and its real path. Reads nothing of a folder outside the workspace.
 *
 * @param start where the search of `path` began, in `root`
 */
export function follow(path: string, start: string, root: Root, roots: Roots): Target & { readonly real: string } {
  try {
    const real = realpathSync(path)
    const isFolder = statSync(real).isDirectory()
    const target = roots.holding(real)
    const isAllowed = target?.name === 'workspace' || (root.name === 'temp' && isSameOrInside(start, real))
    if (!isFolder) return { kind: 'file', real }
    if (isAllowed) return { kind: 'folder', real }
    return { kind: 'folder outside', where: target ? 'to RUNNER_TEMP' : 'outside the workspace', real }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    const kind = code === 'ENOENT' || code === 'ENOTDIR' ? 'broken' : 'unreadable'
    return { kind, code, real: path }
  }
}

/** Whether the search already went through this folder on its way here. */
export function isCycle(real: string, chain: Chain | undefined): boolean {
  for (let link = chain; link; link = link.above) if (link.real === real) return true
  return false
}

/** Whether an entry of a folder is a symlink, a folder, or something else. */
export type Kind = Pick<Stats, 'isSymbolicLink' | 'isDirectory'>
