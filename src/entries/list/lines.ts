import { InvalidValue } from '../../shared/diagnostics.ts'
import { parseList, type ListSelection } from '../list.ts'
import type { Workspace } from '../workspace.ts'
import type { Node } from './node.ts'

/**
 * Finds the lines of values in a list, for messages. Parses the list again for the first message, so that a run without
 * messages does not keep the lines of a large list in memory.
 */
export class ListLines {
  readonly #selection: ListSelection
  readonly #workspace: Workspace
  #values: Promise<ReadonlyMap<string, Node>> | undefined

  constructor(selection: ListSelection, workspace: Workspace) {
    this.#selection = selection
    this.#workspace = workspace
  }

  /**
   * Returns the line of a place in a value, undefined when it is not known.
   *
   * @param name the key without `key-prefix`
   * @param pointer JSON Pointer of the place, for a value that is a map or a list of its own
   * @param line of the place in a value that is text, counted from 1
   */
  async find(name: string, pointer: string, line: number): Promise<number | undefined> {
    this.#values ??= this.#read()
    const node = (await this.#values).get(name)
    if (!node) return undefined
    if (!('text' in node)) return lineAt(node, pointer)
    return node.firstLine === undefined ? undefined : node.firstLine + line - 1
  }

  async #read(): Promise<ReadonlyMap<string, Node>> {
    const values = new Map<string, Node>()
    const list = await this.#parse()
    if (!list) return values
    if ('properties' in list) for (const { name, value } of list.properties) values.set(name, value)
    if ('items' in list) for (const item of list.items) addItem(item, values)
    return values
  }

  /** Undefined when the list has become unreadable since it was read first. */
  async #parse(): Promise<Node | undefined> {
    try {
      return await parseList(this.#selection, this.#workspace)
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      return undefined
    }
  }
}

function addItem(item: Node, values: Map<string, Node>): void {
  if (!('properties' in item)) return
  const key = property(item, 'key')?.value
  const value = property(item, 'value')?.value
  if (key && 'text' in key && value) values.set(key.text, value)
}

function lineAt(node: Node, pointer: string): number {
  let line = node.line
  let current: Node | undefined = node
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const found = property(current, name)
    current = found?.value ?? ('items' in current ? current.items[Number(name)] : undefined)
    if (!current) return line
    line = found?.line ?? current.line
  }
  return line
}

function property(node: Node, name: string): { readonly line: number; readonly value: Node } | undefined {
  return 'properties' in node ? node.properties.findLast((candidate) => candidate.name === name) : undefined
}
