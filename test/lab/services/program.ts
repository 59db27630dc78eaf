import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Service } from './service.ts'

/**
 * Makes a module that exports a service also the program of that service: where node was started with this very
 * file, `start` is called, its URL printed on one line, and SIGTERM or SIGINT closes it.
 */
export function runAsProgram(moduleUrl: string, start: () => Promise<Service>): void {
  const program = process.argv[1]
  if (program === undefined || realpathSync(program) !== realpathSync(fileURLToPath(moduleUrl))) return
  Promise.resolve().then(start).then(endOnSignal, failed)
}

function endOnSignal(service: Service): void {
  process.stdout.write(`listening on ${service.url}\n`)
  const end = (): void => {
    service.close().catch(failed)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

function failed(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
