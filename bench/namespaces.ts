/** Of what is written to this one, nothing is kept. */
export const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'

/** What is written to this one can be listed. */
export const KEPT_NAMESPACE = '1f2ac74b498b48028cb68387c421e279'
