import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Selected } from './entries/entry.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs/inputs.ts'
import { describeStop, knownId, lookUpNamespace, openNamespace, responseOfStop } from './kv/lookup.ts'
import { assumeNamespace, type NamespaceInfo, type Target } from './kv/target.ts'
import { Transport } from './kv/transport.ts'
import { checkNamespace } from './plan/checks.ts'
import { readsHeld } from './plan/compare.ts'
import { describePlan } from './plan/counts.ts'
import { checkLimits } from './plan/limits.ts'
import { makePlan } from './plan/plan.ts'
import { checkNotEmpty } from './plan/prune.ts'
import { validateValues } from './plan/validate.ts'
import { checkStampable } from './plan/values.ts'
import { publish } from './publish/publish.ts'
import { type Report, reportRun, type RunEnd } from './report/report.ts'
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
  const api = connect(inputs, diagnostics, runtime)
  const context = { ...inputs, api, diagnostics, runtime }
  const endWith = (error: unknown): End => ({
    problems: [{ message: describeStop(error, inputs.target) }, ...diagnostics.errors],
    response: responseOfStop(error)
  })
  try {
    const lookup = findNamespace(context)
    // Its error is thrown where it is awaited, which is after the files have been read.
    lookup.catch(() => undefined)
    const selected = await selectEntries(context)
    const namespace = await settle(lookup, context).catch(endWith)
    if ('problems' in namespace) return reportEnd(namespace, assumeNamespace(knownId(inputs.target)), selected, inputs)
    const end = await planAndPublish(context, namespace, selected).catch(endWith)
    return reportEnd(end, namespace, selected, inputs)
  } finally {
    await api?.transport.close()
  }
}

/** What every step of a run may need. */
interface Context extends Inputs {
  /** Undefined without a target, or when the proxy is not valid. */
  readonly api: { readonly target: Target; readonly transport: Transport } | undefined
  readonly diagnostics: Diagnostics
  readonly runtime: Runtime
}

type End = Pick<RunEnd, 'problems' | 'plan' | 'values' | 'result' | 'response'>

function connect(inputs: Inputs, diagnostics: Diagnostics, runtime: Runtime): Context['api'] {
  const { target } = inputs
  const transport = target && diagnostics.attempt('', () => new Transport({ ...inputs, ...target }, runtime))
  return transport && { target, transport }
}

/**
 * Asks for the namespace while files are read, so that wrong credentials, account or namespace are found before anything
 * else. Asks nothing when the inputs have a problem, and for a plain run of writes to an ID.
 */
async function findNamespace({ target, api, sync, backupFolder, diagnostics }: Context): Promise<NamespaceInfo> {
  const assumed = assumeNamespace(knownId(target))
  const isNeeded = !assumed.id || sync.dryRun || readsHeld(sync) || backupFolder !== undefined
  if (!api || !isNeeded || diagnostics.errors.length > 0) return assumed
  await letSignalsThrough()
  return lookUpNamespace(api.target, api.transport)
}

/** Reads and checks the entries. Returns them with the digests of their values when the run compares. */
async function selectEntries(context: Context): Promise<Selected> {
  const { selection, entrySettings, workspace, sync, diagnostics, runtime } = context
  const selected = selection
    ? await readEntries(selection, entrySettings, workspace, runtime, diagnostics)
    : { entries: [], deletions: [] }
  checkLimits(selected, diagnostics)
  checkStampable(selected, sync, diagnostics)
  if (sync.prune) checkNotEmpty(selected.entries, diagnostics)
  const settings = { ...context, ...entrySettings, takesDigests: sync.skipUnchanged }
  return validateValues(selected, settings, diagnostics, runtime)
}

/**
 * Lets a signal be handled that arrived while modules were loaded or files were read, so that nothing is sent after it. A
 * whole turn of the event loop passes only with the second.
 */
async function letSignalsThrough(): Promise<void> {
  await nextTurn()
  await nextTurn()
}

/** Milliseconds that a run with problems waits for an answer about the namespace, so that both are reported. */
const GRACE = 1000

/** Returns what `lookup` found. A run with problems ends soon, whatever the API does. */
async function settle(
  lookup: Promise<NamespaceInfo>,
  { target, diagnostics, runtime }: Context
): Promise<NamespaceInfo> {
  await letSignalsThrough()
  if (diagnostics.errors.length === 0) return lookup
  const ended = new AbortController()
  const grace = runtime.clock.sleep(GRACE, ended.signal).then(() => assumeNamespace(knownId(target)))
  return Promise.race([lookup, grace]).finally(() => {
    ended.abort()
  })
}

async function planAndPublish(context: Context, info: NamespaceInfo, selected: Selected): Promise<End> {
  const { api, sync, showValues, concurrency, diagnostics, runtime } = context
  const problems = diagnostics.errors
  if (api && problems.length === 0) checkNamespace(info, selected, sync, diagnostics)
  if (!api || problems.length > 0) return { problems }
  logTarget(info, selected, runtime)
  const namespace = await openNamespace(api.target, api.transport, info)
  const plan = await makePlan(selected, context, namespace, diagnostics, runtime)
  for (const line of plan ? describePlan(plan.changes) : []) runtime.log(line)
  if (!plan || problems.length > 0) return { problems, plan }
  const isShown = showValues && (context.summary || context.comment !== undefined)
  const { readShownValues } = isShown ? await import('./plan/show-values.ts') : {}
  const values = await readShownValues?.(plan, namespace, concurrency, runtime)
  if (sync.dryRun) return { problems, plan, values }
  return { problems, plan, values, result: await publish(plan, { ...context, namespace }, runtime) }
}

function logTarget({ id, title }: NamespaceInfo, { entries, deletions, backupOf }: Selected, { log }: Runtime): void {
  if (title) log(`The namespace is ${quoted(title)}, ID ${id}`)
  if (backupOf === undefined) return
  log(`Restoring a backup: ${counted(entries.length, 'key')} to write, ${deletions.length} to delete`)
}

function reportEnd(end: End, { id, title }: NamespaceInfo, { entries, deletions }: Selected, inputs: Inputs): Report {
  const { selection, sync, checksOnly } = inputs
  const { dryRun } = sync
  const compares = !checksOnly && readsHeld(sync)
  return {
    ...reportRun({ ...end, namespaceId: id, dryRun, compares, items: [...entries, ...deletions] }),
    ...(title && { namespaceTitle: title }),
    ...(selection && 'backupFile' in selection && { restores: selection.backupFile })
  }
}
