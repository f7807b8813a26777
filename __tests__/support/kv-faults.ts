import fc from 'fast-check'
import type { Answer, ReceivedRequest } from './fake-api.ts'
import type { ExactKv } from './exact-kv.ts'

/** The result of a request to a namespace in memory: mostly the normal answer, and sometimes a fault. */
export const kvFault = fc.constantFrom('fine', 'fine', 'fine', 'reset', '500', 'done, then reset', '400', 'half')

/** Answers a request for `kv` with the fault of that name. */
export async function answerWithFault(kv: ExactKv, fault: string, request: ReceivedRequest): Promise<Answer> {
  if (fault === 'reset') return { broken: 'before' }
  if (fault === '500' || fault === '400') return { status: Number(fault) }
  if (fault === 'half' && request.url?.endsWith('/bulk/delete')) {
    const [first = '', ...rest] = JSON.parse(Buffer.from(request.body, 'latin1').toString()) as string[]
    kv.pairs.delete(first)
    return { body: { success: true, result: { unsuccessful_keys: rest } } }
  }
  const done = await kv.answer(request)
  return fault === 'done, then reset' ? { ...done, broken: 'within' } : done
}
