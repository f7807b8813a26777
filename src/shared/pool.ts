/**
 * Runs a task for each item, at most `concurrency` at a time. After a task failed, no other task starts.
 *
 * @param startWorker returns the task of one worker. Its tasks may share memory. `isStopped` returns whether a task failed,
 * so that a running one can stop early.
 * @throws the first error, after all running tasks have ended
 */
export async function runPool<T>(
  items: Iterable<T>,
  concurrency: number,
  startWorker: (isStopped: () => boolean) => (item: T) => Promise<void>
): Promise<void> {
  // All workers share the iterator: each takes the next item.
  const queue = Iterator.from(items)
  const errors: unknown[] = []
  const isStopped = (): boolean => errors.length > 0
  const work = async (): Promise<void> => {
    const task = startWorker(isStopped)
    for (let next = queue.next(); !next.done && !isStopped(); next = queue.next()) {
      await task(next.value).catch((error: unknown) => errors.push(error))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  if (isStopped()) throw errors[0]
}
