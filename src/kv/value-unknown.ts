/** Thrown when it is not known what a key holds. Its cause is the failure of the API, if there was one. */
export class ValueUnknown extends Error {
  override readonly name: string = 'ValueUnknown'
}
