import { KvApiError } from '../kv/envelope.ts'
import { MAX_EXTRA_REQUESTS } from './extra-requests.ts'

/**
 * Appended to the error of an item that was refused together with others, when the limit of extra requests was reached.
 */
export const NOT_TRIED_ALONE = `; this key was not tried alone, since the run already sent ${MAX_EXTRA_REQUESTS} extra requests to find refused keys`

/** Whether the API refused a request because of one of its pairs. */
export function isRefusal(failure: unknown): failure is KvApiError {
  return failure instanceof KvApiError && failure.isAboutPair
}

/**
 * Returns the items that the errors of a refusal point at by their index, as `/3/expiration` does.
 *
 * @param sent the items of the request, in its order
 */
export function namedItems<T>({ pointers }: KvApiError, sent: readonly T[]): T[] {
  const indexes = pointers.map((pointer) => /(?:^|\/)(\d+)(?=\/|$)/.exec(pointer)?.[1])
  const named = indexes.flatMap((index) => (index === undefined ? [] : sent.slice(Number(index), Number(index) + 1)))
  return [...new Set(named)]
}

/**
 * Sends the items of a refused request again, in smaller requests. Each item that the API named gets a request of its
 * own, and the others go together. If the API named none of them, or all, sends the halves.
 *
 * @param refused items that were refused together
 * @param named those of them that the API named
 * @param send sends some of the items, narrows them down if they are refused, and returns whether they were refused
 */
export async function narrowDown<T>(
  refused: readonly T[],
  named: readonly T[],
  send: (items: readonly T[]) => Promise<boolean>
): Promise<void> {
  const others = refused.filter((item) => !named.includes(item))
  if (others.length === refused.length || others.length === 0) {
    await narrowHalves(refused, send)
    return
  }
  for (const item of refused.filter((item) => named.includes(item))) await send([item])
  await send(others)
}

async function narrowHalves<T>(refused: readonly T[], send: (items: readonly T[]) => Promise<boolean>): Promise<void> {
  const middle = Math.ceil(refused.length / 2)
  const right = refused.slice(middle)
  const isLeftRefused = await send(refused.slice(0, middle))
  // If the left half has no refused item, the right half has one, and would be refused as a whole.
  if (isLeftRefused || right.length === 1) await send(right)
  else await narrowHalves(right, send)
}
