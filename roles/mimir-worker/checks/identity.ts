import type { CheckResult, Difference } from '../../../src/model/check.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Facts } from '../node/facts.ts'
import { MOUNTED_AT } from '../worker/defaults.ts'
import { isWildcard } from '../worker/listen.ts'
import type { Evidence } from './evidence.ts'
import { broken, passed, waiting } from './result.ts'

/** Seconds by which engine and process may report the same start differently. */
const START_TOLERANCE = 30

/**
 * The Prometheus that answers on the worker's address is the worker. With host networking it may well be another:
 * Kolla's own listens on the same port of another address.
 */
export function identity({ facts, vars }: Evidence): CheckResult {
  const { worker, container } = facts
  const url = `http://${endpoint(vars.listen)}`
  const connectionError = worker === undefined ? 'it was not asked' : worker.connectionError
  const start = worker?.startTime
  if (worker === undefined || connectionError !== undefined || start === undefined) {
    const evidence = safeLine(connectionError ?? 'it does not tell since when it runs')
    return waiting('identity', { kind: 'no-answer', url, evidence })
  }
  const differences = [
    ...differs('flag config.file', worker.flags['config.file'], `${MOUNTED_AT}/current/prometheus.yml`),
    ...differs('flag web.listen-address', worker.flags['web.listen-address'], endpoint(vars.listen)),
    ...startDiffers(container?.startedAt, start),
    ...socketDiffers(facts, vars.listen.host),
  ]
  if (differences.length > 0) return broken('identity', { kind: 'other-prometheus', differences })
  return passed('identity', { url, started: new Date(start * 1000).toISOString() })
}

function differs(field: string, found: string | undefined, expected: string): Difference[] {
  // Prometheus 3 prints a list-valued flag in brackets.
  return found === expected || found === `[${expected}]`
    ? []
    : [{ field, expected: safeLine(expected), found: safeLine(found ?? 'none') }]
}

function startDiffers(container: number | undefined, process: number): Difference[] {
  if (container === undefined) return []
  if (Math.abs(process - container) <= START_TOLERANCE) return []
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
  return [{ field: 'start time', expected: safeLine(iso(container)), found: safeLine(iso(process)) }]
}

/** Whoever answers holds the socket; where its holder could be seen, it must be the container's own process. */
function socketDiffers({ sockets = [] }: Facts, host: string): Difference[] {
  const answering = sockets.filter((socket) => socket.host === host || isWildcard(socket.host))
  if (answering.length === 0 || answering.some(({ held }) => held)) return []
  const expected = safeLine("the container's process")
  return [{ field: 'holder of the port', expected, found: safeLine('another process') }]
}
