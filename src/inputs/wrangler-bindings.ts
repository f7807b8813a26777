import { closest, listed, misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { asTable, at, type Path, type Table, type WranglerFile } from './wrangler-file.ts'

/** The top level of a configuration, or one of its environments. */
export interface Level {
  /** Empty for the top level. */
  readonly environment: string
  readonly table: Table
  /** Where it is in the file. */
  readonly path: Path
}

/** An item of `kv_namespaces`. */
export interface Binding {
  readonly name: string
  readonly index: number
  readonly item: Table
}

/** Levels of tables that are searched. */
const MAX_DEPTH = 8

/** Returns the bindings of a level; none when its `kv_namespaces` has another form. */
export function bindingsOf(table: Table): Binding[] {
  return itemsOf(table['kv_namespaces']).flatMap((item, index) =>
    typeof item['binding'] === 'string' ? [{ name: item['binding'], index, item }] : []
  )
}

/** Says that a level does not have a binding, and why: where it is instead, or how it is misspelled. */
export function explainMissing(binding: string, level: Level, file: WranglerFile): string {
  const where = level.environment
    ? `the environment ${quoted(level.environment)} of ${quoted(file.path)}`
    : quoted(file.path)
  const names = bindingsOf(level.table).map(({ name }) => name)
  const likely = misspelled(binding, names)
  const hints = [
    ...formHints(binding, level, file),
    ...placeHints(binding, level, file),
    ...(likely === undefined ? [] : [`did you mean ${quoted(likely)}?`])
  ]
  const others = names.length > 0 ? `has ${listed(closest(binding, names, names.length))}` : 'has none'
  return [`must be a binding in kv_namespaces: ${where} ${others}`, `got ${quoted(binding)}`, ...hints].join('; ')
}

/** What is wrong with the form of `kv_namespaces`. */
function formHints(binding: string, { table, path }: Level, file: WranglerFile): string[] {
  const hints: string[] = []
  if (typeof file.top['configPath'] === 'string' && !('kv_namespaces' in file.top)) {
    hints.push(
      `the file only refers to another with configPath, ${quoted(file.top['configPath'])}: give wrangler-config the path of that file, relative to the workspace`
    )
  }
  const own = table['kv_namespaces']
  if (own !== undefined && !Array.isArray(own)) {
    const form = file.isToml ? 'write [[kv_namespaces]] in place of [kv_namespaces]' : 'put the object in [ ]'
    hints.push(`kv_namespaces${at(file, [...path, 'kv_namespaces'])} is a single table and must be a list: ${form}`)
  }
  const renamed = itemsOf(own).findIndex((item) => !('binding' in item) && item['name'] === binding)
  const nameless = renamed === -1 ? itemsOf(own).findIndex((item) => !('binding' in item) && 'name' in item) : renamed
  if (nameless !== -1) {
    const line = at(file, [...path, 'kv_namespaces', nameless, 'name'])
    hints.push(`an item of kv_namespaces${line} has "name" in place of "binding"`)
  }
  for (const name of Object.keys(table)) {
    if (name === 'kv_namespaces' || !/^kvnamespaces?$/.test(name.toLowerCase().replace(/[-_]/g, ''))) continue
    hints.push(`${quoted(name)}${at(file, [...path, name])} must be spelled kv_namespaces`)
  }
  return hints
}

/** Where the binding is instead. */
function placeHints(binding: string, { environment }: Level, file: WranglerFile): string[] {
  const isBound = (table: Table): boolean => bindingsOf(table).some(({ name }) => name === binding)
  const hints: string[] = []
  if (environment && isBound(file.top)) hints.push('environments do not inherit kv_namespaces from the top level')
  const environments = asTable(file.top['env'])
  const having = file.environments.filter((name) => name !== environment && isBound(asTable(environments[name])))
  if (having.length > 0) {
    const which = having.length === 1 ? 'the environment' : 'the environments'
    const have = having.length === 1 ? 'has' : 'have'
    hints.push(`${which} ${listed(having)} ${have} it: set wrangler-environment`)
  }
  for (const path of swallowedPaths(file.top)) {
    const table = tableName(path.slice(0, -1))
    const remedy = file.isToml
      ? 'move it above the first [table], or write [[kv_namespaces]]'
      : 'move it to the top level of the file, or of its environment'
    hints.push(`kv_namespaces${at(file, path)} belongs to ${table}: ${remedy}`)
  }
  return hints
}

/** Returns up to 3 paths of `kv_namespaces` in tables where wrangler ignores it. */
function swallowedPaths(top: Table): Path[] {
  const found: Path[] = []
  const search = (value: unknown, path: Path): void => {
    if (found.length === 3 || path.length > MAX_DEPTH) return
    for (const [name, child] of Object.entries(asTable(value))) {
      const childPath = [...path, name]
      const isLevel = path.length === 0 || (path.length === 2 && path[0] === 'env')
      if (name === 'kv_namespaces' && !isLevel && found.length < 3) found.push(childPath)
      search(child, childPath)
    }
  }
  search(top, [])
  return found
}

/** A table as TOML names it: `[env.staging.vars]`. Items of lists have no name of their own. */
function tableName(path: Path): string {
  const names = path.filter((step) => !/^\d+$/.test(String(step)))
  return names.length === path.length ? `[${names.join('.')}]` : `[[${names.join('.')}]]`
}

function itemsOf(value: unknown): Table[] {
  return Array.isArray(value) ? value.map(asTable) : []
}
