import { describe, expect, test } from '@jest/globals'
import { asked, endless, ID, openApi, page, readerOf } from './listings.ts'

describe('reading the namespace fails', () => {
  test.each([
    ['one attempt', 0, ''],
    ['several attempts', 2, ', after 3 attempts']
  ])('after %s that failed', async (_what, maxRetries, attempts) => {
    const api = await openApi(() => ({ status: 500 }))
    await expect(readerOf(api, { maxRetries }).ofKeys(['a'])).rejects.toMatchObject({
      name: 'HeldUnknown',
      message: `the keys of namespace "${ID}" could not be read: HTTP 500 with a body that is not a response of Cloudflare's API${attempts}`,
      cause: { name: 'KvApiError', attempts: maxRetries + 1 }
    })
    expect(asked(api)).toHaveLength(maxRetries + 1)
  })

  test.each([
    ['the same page again', ['1'], 2],
    ['pages in a circle', ['1', '2', '3'], 4]
  ])('when the API gives %s', async (_what, cursors, requests) => {
    let next = 0
    const api = await openApi(() => page(['x'], cursors[next++ % cursors.length]))
    await expect(readerOf(api).under('', () => true)).rejects.toThrow(
      `the keys of namespace "${ID}" could not be read: the API gave the same page twice`
    )
    expect(asked(api)).toHaveLength(requests)
  })

  test('when the API always has another page', async () => {
    const api = await openApi((_asked, query) => endless(query))
    const held = readerOf(api, {}, undefined, { pages: 3, keys: 100 }).under('other/', () => false)
    await expect(held).rejects.toThrow('could not be read: the API gave more than 3 pages')
    expect(asked(api)).toHaveLength(4)
  })

  test('when there are too many keys of this action', async () => {
    const api = await openApi((_asked, query) => endless(query))
    const held = readerOf(api, {}, undefined, { pages: 100, keys: 3 }).under('other/', () => true)
    await expect(held).rejects.toThrow('could not be read: it holds more than 3 keys of this action')
    expect(asked(api)).toHaveLength(4)
  })

  test('a cancellation is not an unknown result', async () => {
    const controller = new AbortController()
    const api = await openApi(() => {
      controller.abort('SIGTERM')
      return new Promise(() => undefined)
    })
    await expect(readerOf(api, {}, controller.signal).ofKeys(['a'])).rejects.toMatchObject({ name: 'Cancelled' })
  })
})
