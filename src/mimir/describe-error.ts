/** Node's message for an error that came instead of an answer. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node hides the cause of a connection that failed on every address in an AggregateError without a message.
  const inner = error instanceof AggregateError ? error.errors.map(String).join('; ') : ''
  return error.message || inner || error.name
}
