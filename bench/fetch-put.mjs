// What an engineer writes by hand for one key with metadata, without any package.
const form = new FormData()
form.set('value', new Blob(['on']))
form.set('metadata', '{"owner":"web"}')
const response = await fetch(`${process.env.BENCH_NAMESPACE_URL}/values/flag`, {
  method: 'PUT',
  headers: { authorization: 'Bearer token' },
  body: form
})
const { success } = await response.json()
if (!success) throw new Error('not written')
