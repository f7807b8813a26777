/** `@actions/github` imports it, and never calls it: this action passes a `fetch` of its own. */
export function fetch() {
  throw new Error('This action is built without the fetch of undici. See stubs/README.md.')
}
