/**
 * Runs a task for each item, at most `concurrency` at a time. After a task has failed, no further one starts.
 *
 * @param startWorker returns the task of one worker, which may hold memory that its tasks share. `isStopped` tells a
 * running task that another one has failed.
 * @throws the first error, after all running tasks have ended
 */
export async function runPool<T>(
  items: Iterable<T>,
  concurrency: number,
  startWorker: (isStopped: () => boolean) => (item: T) => Promise<void>
): Promise<void> {
  // One iterator for all workers: each takes the next item that is left.
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
