import type { StepResult } from '../../demo/run-action.ts'

/**
 * Returns those of `secrets` that are in the results of a step, as they are or as JSON writes them. A command that tells the
 * runner to mask a secret is not a leak.
 *
 * @param others further places, such as the body of a comment
 */
export function leaksOf(
  { log, outputs, summary, report }: StepResult,
  secrets: readonly string[],
  others: readonly string[] = []
): string[] {
  const isMask = (line: string): boolean => secrets.some((secret) => line === `::add-mask::${secret}`)
  const lines = log.split('\n').filter((line) => !isMask(line))
  const told = [...lines, ...Object.values(outputs), summary, JSON.stringify(report), ...others].join('\n')
  return secrets.filter((secret) => told.includes(secret) || told.includes(JSON.stringify(secret).slice(1, -1)))
}
