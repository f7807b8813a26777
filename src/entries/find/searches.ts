import { ancestors, type Root, type Roots } from '../roots.ts'
import type { Line } from './line.ts'

/** A path to search, and the root that holds it. */
export interface SearchStart {
  readonly start: string
  readonly root: Root
}

/** Returns the paths to search: the beginning of each pattern, unless it lies inside that of another pattern. */
export function searchesOf(lines: readonly Line[], roots: Roots): SearchStart[] {
  const byPath = new Map<string, SearchStart>()
  for (const line of lines) {
    const search = searchOf(line, roots)
    if (search) byPath.set(search.start, search)
  }
  return [...byPath.values()].filter(
    ({ start, root }) => !ancestors(start).some((folder) => byPath.get(folder)?.root === root)
  )
}

/** Returns the workspace for a pattern that begins above it, and undefined for a pattern outside both roots. */
function searchOf(line: Line, { workspace }: Roots): SearchStart | undefined {
  if (line.root) return { start: line.start, root: line.root }
  const above = [...ancestors(workspace.real), ...ancestors(workspace.given)]
  const mayMatch = line.mayMatchIn(workspace.real) || above.some((folder) => line.covers(folder))
  return mayMatch ? { start: workspace.real, root: workspace } : undefined
}
