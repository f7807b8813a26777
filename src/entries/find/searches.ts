import { ancestors, type Root, type Roots } from '../roots.ts'
import type { Line } from './line.ts'

/** A path to search, and the root that holds it. */
export interface SearchStart {
  readonly start: string
  readonly root: Root
}

/** Returns where to search for what the patterns match: their beginnings, without those that lie in another one. */
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

/** A pattern that begins above the workspace is searched in the workspace; one that lies outside both roots nowhere. */
function searchOf(line: Line, { workspace }: Roots): SearchStart | undefined {
  if (line.root) return { start: line.start, root: line.root }
  const above = [...ancestors(workspace.real), ...ancestors(workspace.given)]
  const mayMatch = line.mayMatchIn(workspace.real) || above.some((folder) => line.covers(folder))
  return mayMatch ? { start: workspace.real, root: workspace } : undefined
}
