import { publish } from './publish/publish.ts'
import { type Diagnostics, InvalidValue } from './shared/diagnostics.ts'
import type { Selected } from './entries/entry.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs/inputs.ts'
import { KvApiError } from './kv/envelope.ts'
import { Cancelled, describeFailure, ApiFailure } from './kv/api-failure.ts'
import { HeldUnknown } from './kv/held.ts'
import { Namespace } from './kv/namespace.ts'
import { ValueUnknown } from './kv/values.ts'
import { Transport } from './kv/transport.ts'
import type { ApiResponse } from './publish/outcome.ts'
import type { Runtime } from './shared/runtime.ts'
import { checkEntries } from './plan/limits.ts'
import { countChanges } from './plan/counts.ts'
import { type Report, reportPlanned, reportProblems, reportPublished } from './report/report.ts'
import { checkPlan, makePlan } from './plan/plan.ts'
import { checkBackupNamespace } from './plan/restore.ts'
import { readsHeld } from './plan/sync.ts'
import { validateValues } from './plan/validate.ts'
import type { Target } from './kv/target.ts'
import { quoted } from './shared/text.ts'

/**
 * Plans the changes that the inputs ask for and, when neither inputs nor plan have a problem, makes them.
 *
 * @param diagnostics holds the problems of the inputs, and takes those of the plan
 * @returns what became of every key; a failure is told in it and not thrown
 */
export async function run(inputs: Inputs, diagnostics: Diagnostics, runtime: Runtime): Promise<Report> {
  const { target, selection, shape, workspace, sync, concurrency, backupFolder } = inputs
  const selected = selection ? await readEntries(selection, shape, workspace, runtime, diagnostics) : NOTHING
  const { entries, deletions } = selected
  checkEntries(selected, diagnostics)
  checkPlan(selected, sync, diagnostics)
  const settings = { ...inputs, ...shape, takesDigests: sync.skipUnchanged }
  const checked = await validateValues(selected, settings, diagnostics, runtime)
  let namespaceId = knownId(target)
  const stop = (response?: ApiResponse): Report =>
    reportProblems([...entries, ...deletions], {
      namespaceId,
      dryRun: sync.dryRun,
      problems: diagnostics.errors,
      response
    })
  const transport = target && (await diagnostics.attempt('', () => connect(target, inputs, runtime)))
  if (!transport || diagnostics.errors.length > 0) return stop()
  try {
    namespaceId = await findNamespace(target, transport)
    const namespace = new Namespace(transport, target.accountId, namespaceId)
    checkBackupNamespace(selected, namespaceId, diagnostics)
    if (diagnostics.errors.length > 0) return stop()
    const plan = await makePlan(checked, { sync, concurrency }, namespace, diagnostics, runtime)
    if (!plan) return stop()
    if (readsHeld(sync) || sync.dryRun) runtime.log(countChanges(plan.changes))
    const problems = diagnostics.errors
    if (sync.dryRun || problems.length > 0) return reportPlanned(namespaceId, plan, { dryRun: sync.dryRun, problems })
    return reportPublished(namespaceId, plan, await publish(plan, { namespace, concurrency, backupFolder }, runtime))
  } catch (error) {
    diagnostics.error(explain(error, target))
    return stop(responseOf(error))
  } finally {
    await transport.close()
  }
}

const NOTHING: Selected = { entries: [], deletions: [] }

/** Returns the ID of the namespace to write; empty when that is not known, or not yet. */
export function knownId(target: Target | undefined): string {
  return target && 'id' in target.namespace ? target.namespace.id : ''
}

function connect(
  { baseUrl, credentials, accountIdSource }: Target,
  { concurrency, maxRetries, timeout }: Inputs,
  runtime: Runtime
): Transport {
  return new Transport({ baseUrl, credentials, accountIdSource, concurrency, maxRetries, timeout }, runtime)
}

async function findNamespace({ namespace, accountId }: Target, transport: Transport): Promise<string> {
  if ('id' in namespace) return namespace.id
  const { Account } = await import('./kv/account.ts')
  return new Account(transport, accountId).findNamespace(namespace.title, namespace.binding)
}

/** A failure that lasts, and a namespace that is not there, are told as they are; anything else is a defect. */
function explain(error: unknown, { namespace }: Target): string {
  const name = quoted('id' in namespace ? namespace.id : namespace.title)
  if (error instanceof ApiFailure) return `namespace ${name} could not be looked up: ${describeFailure(error)}`
  if (error instanceof HeldUnknown || error instanceof ValueUnknown) return error.message
  if (error instanceof InvalidValue) return `namespace ${error.message}`
  if (error instanceof Cancelled) return 'cancelled before anything was sent to be written'
  throw error
}

function responseOf(error: unknown): ApiResponse | undefined {
  const failure = error instanceof HeldUnknown || error instanceof ValueUnknown ? error.cause : error
  if (!(failure instanceof KvApiError) || !failure.envelope) return undefined
  const { errors, messages } = failure.envelope
  return { errors, messages, result: null }
}
