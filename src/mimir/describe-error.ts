/** Node 24 and newer append it for a certificate that is not trusted; what to do is the remedy of the failure. */
const ADVICE = /; if the root CA is installed locally, try running Node\.js with .*$/u

/** Node's message for an error that came instead of an answer. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node hides the cause of a connection that failed on every address in an AggregateError without a message.
  const inner = error instanceof AggregateError ? error.errors.map(String).join('; ') : ''
  return error.message.replace(ADVICE, '') || inner || error.name
}
