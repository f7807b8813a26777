// The response envelopes of the REST API. Runs inside workerd, after its types are stripped.

/** An error of the API, with its HTTP status and its own code. */
export class ApiFault extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Returns a successful response. */
export function answer(result: unknown, resultInfo?: object): Response {
  return Response.json({
    success: true,
    errors: [],
    messages: [],
    result,
    ...(resultInfo && { result_info: resultInfo })
  })
}

/** The binding enforces the limits of the service, and its messages are mapped to the codes of the REST API. */
export function asFault(error: unknown): ApiFault {
  if (error instanceof ApiFault) return error
  const message = error instanceof Error ? error.message : String(error)
  if (message.includes('expiration_ttl')) return new ApiFault(400, 10034, message)
  if (message.includes('expiration')) return new ApiFault(400, 10033, message)
  if (message.includes('Metadata')) return new ApiFault(400, 10047, message)
  if (message.includes('key length')) return new ApiFault(414, 10030, message)
  if (message.includes('413')) return new ApiFault(413, 10024, message)
  if (message.includes(' 400 ')) return new ApiFault(400, 10001, message)
  if (message.includes('Key')) return new ApiFault(400, 10042, message)
  return new ApiFault(500, 10001, message)
}
