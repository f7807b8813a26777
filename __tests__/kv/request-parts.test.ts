import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formBody } from '../../src/kv/namespace.ts'

test('a form has the value byte for byte and the metadata, and its size is right', async () => {
  const text = fc.constantFrom('\r\n', '--', '"', 'é', '\0', 'a')
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.array(text).map((pieces) => Buffer.from(pieces.join('')))
  )
  const metadata = fc.jsonValue().map((value) => JSON.stringify(value))
  await fc.assert(
    fc.asyncProperty(bytes, metadata, async (bytes, metadata) => {
      const { body, contentType } = formBody({ bytes, size: bytes.length }, metadata)
      const sent = Buffer.concat(await Array.fromAsync(body.pieces()))
      expect(sent.length).toBe(body.size)
      const form = await new Response(Uint8Array.from(sent), { headers: { 'content-type': contentType } }).formData()
      expect([...form.keys()]).toEqual(['value', 'metadata'])
      expect(form.get('metadata')).toBe(metadata)
      expect(Buffer.from(await (form.get('value') as File).arrayBuffer()).equals(bytes)).toBe(true)
    })
  )
})
