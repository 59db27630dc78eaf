/** Tells people how far a long command has come. */
export type Progress = (text: string) => void

/** Writes each line to standard error behind the seconds since the start. */
export function progressOnStderr(): Progress {
  const start = performance.now()
  return (text) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6)
    process.stderr.write(`${seconds}s  ${text}\n`)
  }
}
