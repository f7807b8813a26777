/** Why an attempt of a request failed. */
export abstract class ApiFailure extends Error {
  /** Whether another attempt may succeed. */
  abstract readonly isTransient: boolean
  /** Whether a request with fewer pairs may succeed: the request was too large, or took too long. */
  readonly isTooLarge: boolean = false
  /** Whether the API refused a pair of the request, so that the same request without that pair may succeed. */
  readonly isAboutPair: boolean = false
  /** Whether the API asks the whole run to slow down, and not only this request. */
  readonly isThrottle: boolean = false
  /** Whether no request of the run can succeed: the credentials, the account or the namespace are wrong. */
  readonly endsRun: boolean = false
  /** Whether the API did not respond: the network failed, or a proxy says that the API did not respond in time. */
  readonly isUnanswered: boolean = false
  /** Whether the API may have carried the request out. */
  readonly isUncertain: boolean = false
  /** Milliseconds that the API asks to wait before the next attempt; 0 if it does not ask. */
  readonly retryAfter: number = 0
  /** Attempts that failed so far, this one included. */
  attempts = 1
}

/** A successful response that does not have the documented form. */
export class UnexpectedAnswer extends ApiFailure {
  override readonly name = 'UnexpectedAnswer'
  override readonly isTransient: boolean = false
  override readonly isUncertain: boolean

  /** @param isUncertain whether the request changes something, which the API may have done */
  constructor(message: string, isUncertain = false) {
    super(message)
    this.isUncertain = isUncertain
  }
}

/** A response that is larger than the limit. It was not read to its end. */
export class AnswerTooLarge extends ApiFailure {
  override readonly name = 'AnswerTooLarge'
  override readonly isTransient: boolean = false
  override readonly isTooLarge: boolean
  override readonly isUncertain: boolean

  /** @param isRead whether the request changes nothing, so that one for fewer keys has a smaller response */
  constructor(message: string, isRead: boolean) {
    super(message)
    this.isTooLarge = isRead
    this.isUncertain = !isRead
  }
}

/** Returns the message of a failure, with the number of attempts if there were several. */
export function describeFailure({ message, attempts }: ApiFailure): string {
  return attempts > 1 ? `${message}, after ${attempts} attempts` : message
}

/** Thrown when the run is cancelled before a response arrived. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
  /** Whether the request was sent, so that it is unknown whether the API carried it out. */
  readonly wasSent: boolean

  constructor(wasSent: boolean) {
    super(wasSent ? 'cancelled before a response arrived' : 'cancelled before it was sent')
    this.wasSent = wasSent
  }
}
