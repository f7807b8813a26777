import { closeSync, globSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the report of a step tells later steps of the same job about its plan. */
export interface ReportHeader {
  /** The run, the attempt and the job, so that a folder that is not emptied between jobs does no harm. */
  readonly job: string
  readonly namespaceId: string
  readonly dryRun: boolean
  readonly planId: string
  /** The counts of the plan as they were logged: `1 new, 0 changed, 3 unchanged`. */
  readonly counts: string
  /** Which keys the step prunes. Undefined when it does not prune. */
  readonly prune?: PrunedScope | undefined
}

/** The keys that a step prunes, and the source of the keys that stay. */
export interface PrunedScope {
  readonly managedBy: string
  readonly keyPrefix: string
  /** The source for a reader, such as `glob "config/**"`. */
  readonly source: string
  /** Differs when the source differs. */
  readonly sourceDigest: string
}

/** How the line with the header starts. It is the second line of a report, after `{`. */
const LINE_START = '  "step": '

/** More than any header has: key-prefix, managed-by and source are limited. */
const MAX_BYTES = 16_384

/** Returns the header as the first property of a report, with a comma and a line end. */
export function formatReportHeader({ job, namespaceId, dryRun, planId, counts, prune }: ReportHeader): string {
  const pruned = prune && {
    managed_by: prune.managedBy,
    key_prefix: prune.keyPrefix,
    source: prune.source,
    source_digest: prune.sourceDigest
  }
  const header = { job, namespace_id: namespaceId, dry_run: dryRun, plan_id: planId, counts, prune: pruned }
  return `${LINE_START}${JSON.stringify(header)},\n`
}

/**
 * Returns the headers of the reports in a folder. In `RUNNER_TEMP`, which the runner empties before each job, these are the
 * reports of the earlier steps. Reads only the beginning of each report, and skips what it cannot read.
 *
 * @param job of which the headers are wanted
 */
export function readReportHeaders(folder: string, job: string): ReportHeader[] {
  return globSync('kv-put-action-*/report.json', { cwd: folder }).flatMap((path) => {
    const header = parseHeader(readBeginning(join(folder, path)))
    return header?.job === job ? [header] : []
  })
}

interface HeaderJson {
  readonly job: string
  readonly namespace_id: string
  readonly dry_run: boolean
  readonly plan_id: string
  readonly counts: string
  readonly prune?: Readonly<Record<'managed_by' | 'key_prefix' | 'source' | 'source_digest', string>>
}

function parseHeader(text: string): ReportHeader | undefined {
  const [, line = ''] = text.split('\n', 2)
  if (!line.startsWith(LINE_START)) return undefined
  try {
    const { job, counts, prune, ...json } = JSON.parse(line.slice(LINE_START.length).replace(/,$/, '')) as HeaderJson
    return {
      job,
      namespaceId: json.namespace_id,
      dryRun: json.dry_run,
      planId: json.plan_id,
      counts,
      prune: prune && {
        managedBy: prune.managed_by,
        keyPrefix: prune.key_prefix,
        source: prune.source,
        sourceDigest: prune.source_digest
      }
    }
  } catch {
    // Cut short, or of another version.
    return undefined
  }
}

function readBeginning(path: string): string {
  try {
    if (!statSync(path).isFile()) return ''
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.alloc(MAX_BYTES)
      return buffer.toString('utf8', 0, readSync(file, buffer))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
