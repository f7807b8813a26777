import type { Deletion, Entry, Selected } from './entries/entry.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs/inputs.ts'
import { describeStop, knownId, lookUpNamespace, openNamespace, responseOfStop } from './kv/lookup.ts'
import { assumeNamespace, type NamespaceInfo } from './kv/namespace-info.ts'
import { Transport } from './kv/transport.ts'
import { checkNamespace } from './plan/checks.ts'
import { readsHeld } from './plan/compare.ts'
import { countChanges } from './plan/counts.ts'
import { checkLimits } from './plan/limits.ts'
import { makePlan } from './plan/plan.ts'
import { checkNotEmpty } from './plan/prune.ts'
import { checkStampable } from './plan/values.ts'
import { validateValues } from './plan/validate.ts'
import { publish } from './publish/publish.ts'
import { DRY_RUN, type Report, reportChecked, reportPlanned, reportProblems, reportPublished } from './report/report.ts'
import type { Diagnostics } from './shared/diagnostics.ts'
import type { Runtime } from './shared/runtime.ts'
import { counted, quoted } from './shared/text.ts'

/**
 * Plans the changes that the inputs ask for. When neither the inputs nor the plan have a problem, publishes the plan.
 *
 * @param diagnostics holds the problems of the inputs, and takes those of the plan
 * @returns what became of every key. Failures are part of it; only defects are thrown.
 */
export async function run(inputs: Inputs, diagnostics: Diagnostics, runtime: Runtime): Promise<Report> {
  const known: Known = { namespace: assumeNamespace(knownId(inputs.target)), selected: NOTHING }
  const transport = connect(inputs, diagnostics, runtime)
  try {
    return withContext(await planAndPublish(inputs, transport, known, diagnostics, runtime), inputs, known)
  } catch (error) {
    const stop = { message: describeStop(error, inputs.target) }
    const report = reportStop(inputs, known, [stop, ...diagnostics.errors], responseOfStop(error))
    return withContext(report, inputs, known)
  } finally {
    await transport?.close()
  }
}

/** What a run has found so far, for the report of a run that ends early. */
interface Known {
  namespace: NamespaceInfo
  selected: Selected
}

const NOTHING: Selected = { entries: [], deletions: [] }

async function planAndPublish(
  inputs: Inputs,
  transport: Transport | undefined,
  known: Known,
  diagnostics: Diagnostics,
  runtime: Runtime
): Promise<Report> {
  const { target, sync, concurrency, backupFolder } = inputs
  const problems = diagnostics.errors
  const lookup = lookUpEarly(inputs, transport, diagnostics)
  const selected = await select(inputs, known, diagnostics, runtime)
  if (lookup) known.namespace = await lookup
  if (problems.length > 0) return reportStop(inputs, known, problems)
  if (!target || !transport) return reportChecked(itemsOf(known))
  if (!known.namespace.id) known.namespace = await lookUpNamespace(target, transport)
  const { id, title } = known.namespace
  if (title) runtime.log(`The namespace is ${quoted(title)}, ID ${id}`)
  checkNamespace(known.namespace, selected, sync, diagnostics)
  if (problems.length > 0) return reportStop(inputs, known, problems)
  const { entries, deletions, backupOf } = selected
  if (backupOf !== undefined) {
    runtime.log(`Restoring a backup: ${counted(entries.length, 'key')} to write, ${deletions.length} to delete`)
  }
  const namespace = await openNamespace(target, transport, known.namespace)
  const plan = await makePlan(selected, { sync, concurrency }, namespace, diagnostics, runtime)
  if (!plan) return reportStop(inputs, known, problems)
  if (readsHeld(sync) || sync.dryRun) runtime.log(countChanges(plan.changes))
  if (sync.dryRun) runtime.log(DRY_RUN)
  if (sync.dryRun || problems.length > 0) return reportPlanned(id, plan, { dryRun: sync.dryRun, problems })
  return reportPublished(id, plan, await publish(plan, { namespace, concurrency, backupFolder }, runtime))
}

function connect(inputs: Inputs, diagnostics: Diagnostics, runtime: Runtime): Transport | undefined {
  const { target, concurrency, maxRetries, timeout } = inputs
  if (!target) return undefined
  const { baseUrl, credentials, accountIdSource } = target
  const options = { baseUrl, credentials, accountIdSource, concurrency, maxRetries, timeout }
  return diagnostics.attempt('', () => new Transport(options, runtime))
}

/**
 * Asks for the namespace while files are read, so that wrong credentials, account or namespace are found before anything
 * else. Returns undefined for a plain run of writes, which finds them with its first write.
 */
function lookUpEarly(
  { target, sync, backupFolder }: Inputs,
  transport: Transport | undefined,
  diagnostics: Diagnostics
): Promise<NamespaceInfo> | undefined {
  if (!target || !transport || diagnostics.errors.length > 0) return undefined
  if (!sync.dryRun && !readsHeld(sync) && backupFolder === undefined) return undefined
  const lookup = lookUpNamespace(target, transport)
  // Its error is thrown where it is awaited, which is after the files have been read.
  lookup.catch(() => undefined)
  return lookup
}

/** Reads and checks the entries. Returns them with the digests of their values when the run compares. */
async function select(inputs: Inputs, known: Known, diagnostics: Diagnostics, runtime: Runtime): Promise<Selected> {
  const { selection, shape, workspace, sync } = inputs
  if (selection) known.selected = await readEntries(selection, shape, workspace, runtime, diagnostics)
  checkLimits(known.selected, diagnostics)
  checkStampable(known.selected, sync, diagnostics)
  if (sync.prune) checkNotEmpty(known.selected.entries, diagnostics)
  const settings = { ...inputs, ...shape, takesDigests: sync.skipUnchanged }
  return validateValues(known.selected, settings, diagnostics, runtime)
}

function reportStop(
  { sync }: Inputs,
  known: Known,
  problems: Diagnostics['errors'],
  response?: ReturnType<typeof responseOfStop>
): Report {
  return reportProblems(itemsOf(known), {
    namespaceId: known.namespace.id,
    dryRun: sync.dryRun,
    problems,
    response
  })
}

function itemsOf({ selected }: Known): (Entry | Deletion)[] {
  return [...selected.entries, ...selected.deletions]
}

function withContext(report: Report, { selection }: Inputs, { namespace: { title } }: Known): Report {
  return {
    ...report,
    ...(title && { namespaceTitle: title }),
    ...(selection && 'backupFile' in selection && { restores: selection.backupFile })
  }
}
