import { applyChanges } from './publish/publish.ts'
import { type Diagnostics, InvalidValue } from './shared/diagnostics.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs/inputs.ts'
import { KvApiError } from './kv/envelope.ts'
import { Cancelled, describeFault, Fault } from './kv/api-failure.ts'
import { HeldUnknown } from './kv/held.ts'
import { Namespace } from './kv/namespace.ts'
import { Transport, type TransportEdges } from './kv/transport.ts'
import type { ApiResponse } from './publish/outcome.ts'
import { checkEntries } from './plan/limits.ts'
import { countChanges } from './report/changes.ts'
import { type Report, reportPlanned, reportProblems, reportWrites } from './report/report.ts'
import { checkSync, findChanges } from './plan/plan.ts'
import type { Target } from './kv/target.ts'
import { quoted } from './shared/text.ts'

/** What a run touches besides the workspace. */
export type Edges = TransportEdges

/**
 * Plans the changes that the inputs ask for and, when neither inputs nor plan have a problem, makes them.
 *
 * @param diagnostics holds the problems of the inputs, and takes those of the plan
 * @returns what became of every key; a failure is told in it and not thrown
 */
export async function run(inputs: Inputs, diagnostics: Diagnostics, edges: Edges): Promise<Report> {
  const { target, selection, shape, workspace, sync, concurrency } = inputs
  const entries = selection ? await readEntries(selection, shape, workspace, edges.clock.now(), diagnostics) : []
  checkEntries(entries, diagnostics)
  checkSync(entries, inputs, diagnostics)
  let id = knownId(target)
  const transport = target && (await diagnostics.attempt('', () => connect(target, inputs, edges)))
  if (!transport || diagnostics.errors.length > 0) {
    return reportProblems(id, entries, diagnostics.errors)
  }
  try {
    id = await findNamespace(target, transport)
    const namespace = new Namespace(transport, target.accountId, id)
    const changes = await findChanges(entries, inputs, diagnostics, { ...edges, namespace })
    if (diagnostics.errors.length > 0) return reportProblems(id, entries, diagnostics.errors)
    if (sync.skipUnchanged || sync.dryRun) edges.log(countChanges(changes))
    if (sync.dryRun) return reportPlanned(id, changes)
    return reportWrites(id, await applyChanges(changes, { ...edges, namespace, concurrency }))
  } catch (error) {
    diagnostics.error(explain(error, target))
    return reportProblems(id, entries, diagnostics.errors, responseOf(error))
  } finally {
    await transport.close()
  }
}

/** Returns the ID of the namespace to write; empty when that is not known, or not yet. */
export function knownId(target: Target | undefined): string {
  return target && 'id' in target.namespace ? target.namespace.id : ''
}

function connect(
  { baseUrl, credentials }: Target,
  { concurrency, maxRetries, timeout }: Inputs,
  edges: Edges
): Transport {
  return new Transport({ baseUrl, credentials, concurrency, maxRetries, timeout }, edges)
}

async function findNamespace({ namespace, accountId }: Target, transport: Transport): Promise<string> {
  if ('id' in namespace) return namespace.id
  const { Account } = await import('./kv/account.ts')
  return new Account(transport, accountId).findNamespace(namespace.title)
}

/** A fault that lasts, and a namespace that is not there, are told as they are; anything else is a defect. */
function explain(error: unknown, { namespace }: Target): string {
  const name = quoted('id' in namespace ? namespace.id : namespace.title)
  if (error instanceof Fault) return `namespace ${name} could not be looked up: ${describeFault(error)}`
  if (error instanceof HeldUnknown) return error.message
  if (error instanceof InvalidValue) return `namespace ${error.message}`
  if (error instanceof Cancelled) return 'cancelled before anything was sent to be written'
  throw error
}

function responseOf(error: unknown): ApiResponse | undefined {
  const fault = error instanceof HeldUnknown ? error.cause : error
  if (!(fault instanceof KvApiError) || !fault.envelope) return undefined
  const { errors, messages } = fault.envelope
  return { errors, messages, result: null }
}
