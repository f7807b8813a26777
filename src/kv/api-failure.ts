/** Why an attempt of a request came to nothing. */
export abstract class ApiFailure extends Error {
  /** Whether another attempt may go well. */
  abstract readonly isTransient: boolean
  /** Whether the service may have had too much to do at once, so that fewer pairs may go well. */
  readonly isTooLarge: boolean = false
  /** Whether the service asks everybody to slow down, not this request alone. */
  readonly isThrottle: boolean = false
  /** Whether the API says that the credentials open nothing, so that no request will go well. */
  readonly isUnauthorized: boolean = false
  /** Whether the service gave no answer: nothing came back, or a proxy's word that it had none. */
  readonly isUnanswered: boolean = false
  /** Whether the request may have been carried out all the same. */
  readonly isUncertain: boolean = false
  /** Milliseconds that the API asks to wait before the next attempt; 0 when it does not ask. */
  readonly retryAfter: number = 0
  /** Attempts that came to nothing, this one included. */
  attempts = 1
}

/** Returns the message of a failure, and after how many attempts when there was more than one. */
export function describeFailure({ message, attempts }: ApiFailure): string {
  return attempts > 1 ? `${message}, after ${attempts} attempts` : message
}

/** Thrown in place of an answer when the run is cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
  /** Whether the request had been sent, so that it is not known whether it was carried out. */
  readonly wasSent: boolean

  constructor(wasSent: boolean) {
    super(wasSent ? 'cancelled before an answer came' : 'cancelled before it was sent')
    this.wasSent = wasSent
  }
}
