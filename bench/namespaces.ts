/** The server forgets what is written to this one. */
export const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'

/** The server keeps what is written to this one, and lists it. */
export const KEPT_NAMESPACE = '1f2ac74b498b48028cb68387c421e279'
