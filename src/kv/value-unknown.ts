import type { Remedy } from '../shared/remedy.ts'
import { ApiFailure } from './api-failure.ts'

/** Thrown when it is not known what a key holds. Its cause is the failure of the API, if there was one. */
export class ValueUnknown extends Error {
  override readonly name: string = 'ValueUnknown'
  /** What the user can do about it. */
  readonly remedy: Remedy

  /** @param options its cause; without one and without a remedy, a key has changed, which another run meets anew */
  constructor(message: string, options: ErrorOptions & { readonly remedy?: Remedy } = {}) {
    const { cause, remedy = cause === undefined ? 'again' : 'fix' } = options
    super(message, options)
    this.remedy = cause instanceof ApiFailure ? cause.remedy : remedy
  }
}
