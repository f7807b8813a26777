/** What a user can do about a failed run. Where several apply, the first of these comes first. */
const REMEDIES = [
  // Correct the token, its permission, or the account ID.
  'credentials',
  // Correct the account ID or the namespace.
  'target',
  // Correct what the messages name.
  'fix',
  // Have the plan approved that the run found.
  'approve',
  // Wait for the daily limit of the free plan.
  'wait',
  // Nothing: the next run may succeed.
  'again'
] as const

export type Remedy = (typeof REMEDIES)[number]

/** Returns the most urgent of the remedies; undefined when there are none. */
export function foremost(remedies: Iterable<Remedy>): Remedy | undefined {
  const all = new Set(remedies)
  return REMEDIES.find((remedy) => all.has(remedy))
}
