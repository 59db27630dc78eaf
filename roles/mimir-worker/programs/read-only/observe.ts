import { isIP } from 'node:net'
import type { Host } from '../../../../src/model/host.ts'
import type { Result } from '../../../../src/model/result.ts'
import { success } from '../../../../src/model/result.ts'
import { bracketed, endpoint, endpointOf } from '../../../../src/values/endpoint.ts'
import type { Facts } from '../../node/facts.ts'
import { readFacts } from '../../node/read-facts.ts'
import { DEFAULTS, MOUNTED_AT } from '../../worker/defaults.ts'
import { namesOf } from '../../worker/image.ts'
import { type Listen, projectName, type WorkerSettings } from '../../worker/vars.ts'
import { programFailure } from '../failures.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

export interface ObserveOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  /** Where the worker listens; undefined where only its container says. */
  readonly listen: Listen | undefined
  /** Interface whose addresses are read, or @ipv4, @ipv6, @ipv4.address, @ipv6.address; empty where the address is known. */
  readonly apiInterface: string
  /** The API address, where it is known without asking. */
  readonly address?: string | undefined
  /** Ports where exporters are expected. Other listeners are read only where one of them is not found. */
  readonly ports?: readonly number[] | undefined
  readonly deadline: number
  readonly signal: AbortSignal
}

/** Observes a node and changes nothing: engine, addresses, listeners, container, files, and the worker's API. */
export async function observeNode({
  host,
  settings,
  listen,
  apiInterface,
  address = '',
  ports = [],
  deadline,
  signal,
}: ObserveOrder): Promise<Result<Facts>> {
  const { directory } = settings
  const text = program('observe', {
    DIRECTORY: directory,
    PROJECT: projectName(directory),
    SERVICE: DEFAULTS.service,
    IMAGE: namesOf(settings.image).image,
    LISTEN: listen === undefined ? '' : endpoint(listen),
    LISTEN_HOST: listen?.host ?? '',
    LISTEN_PORT: String((listen ?? settings.listen).port),
    MOUNTED_AT,
    INTERFACE: apiInterface,
    ADDRESS: bracketed(address),
    PORTS: ports.join(' '),
    ...mimirVariables(settings.pushUrl),
  })
  const began = Date.now() / 1000
  const answer = await runProgram({
    host,
    title: 'observe',
    program: text,
    deadline,
    signal,
    cancellable: true,
    failure: programFailure(settings.image, directory),
  })
  if (!answer.ok) return answer
  const facts = readFacts(answer.value)
  return success({ ...facts, skew: clockSkew(facts.now, began, Date.now() / 1000) })
}

/** Only a name can stand for something else than before. */
function mimirVariables(pushUrl: string): { readonly MIMIR_HOST: string; readonly MIMIR_PORT: string } {
  const { host, port } = endpointOf(pushUrl)
  return { MIMIR_HOST: isIP(host) === 0 ? host : '', MIMIR_PORT: String(port) }
}

/**
 * How far the node's clock, which gave whole seconds at some moment between `began` and `ended`, is from this
 * machine's: 0 where it may be right.
 */
export function clockSkew(reported: number, began: number, ended: number): number {
  if (reported > ended) return Math.round(reported - ended)
  return reported + 1 < began ? Math.round(reported + 1 - began) : 0
}
