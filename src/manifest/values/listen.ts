import { isIPv4, isIPv6 } from 'node:net'
import { failed, type Result, success } from '../../model/result.ts'
import { nearest } from '../../values/did-you-mean.ts'
import { type ProblemText, shown } from '../problems/manifest-problem.ts'

/** An IP address (IPv6 without brackets) and a TCP port. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
}

/** A TCP port of each node's own API address, which Kolla finds on its `api_interface`. */
export interface ApiListen {
  readonly on: typeof API
  readonly port: number
}

export type ListenSpec = ListenAddress | ApiListen

const API = 'api_interface'
/** Other names that an operator may try, from Kolla's variables. */
const OTHER_WORDS = ['api', 'api_address', 'api_interface_address', 'network_interface']

const EXAMPLE = 'write e.g. 127.0.0.1:9091'

/** Reads `IPv4:port`, `[IPv6]:port` or `api_interface:port`. */
export function parseListen(text: string): Result<ListenSpec, ProblemText> {
  const parts = /^(?:\[(?<six>[^\]]*)\]|(?<four>[^:]*)):(?<port>\d{1,5})$/u.exec(text)?.groups
  if (!parts) return invalid(text, withoutPort(text))
  const { six, four = '', port = '' } = parts
  if (six !== undefined && !isIPv6(six)) return invalid(text, 'write e.g. "[::1]:9091"')
  const isApi = six === undefined && four === API
  if (six === undefined && !isApi && !isIPv4(four)) return invalid(text, notFour(four, port))
  const number = Number(port)
  if (number < 1 || number > 65_535) return invalid(text, 'write a port from 1 to 65535')
  return success(isApi ? { on: API, port: number } : { host: six ?? four, port: number })
}

function invalid(text: string, remedy: string): Result<never, ProblemText> {
  return failed({ message: `expected an IP address or ${API}, and a port, found ${shown(text)}`, remedy })
}

function withoutPort(text: string): string {
  if (isIPv4(text)) return `add the port: ${text}:9091`
  if (text === API) return `add the port: ${API}:19091`
  if (isIPv6(text)) return `add brackets and the port: "[${text}]:9091"`
  const { host = '', port = '' } = /^(?<host>.*):(?<port>\d+)$/u.exec(text)?.groups ?? {}
  return isIPv6(host) ? `put the address in brackets: "[${host}]:${port}"` : EXAMPLE
}

function notFour(host: string, port: string): string {
  if (host === '') return `say on which address: 127.0.0.1:${port}`
  if (host === 'localhost') return `write 127.0.0.1:${port}`
  if (nearest(host, [API]) === undefined && !OTHER_WORDS.includes(host)) return EXAMPLE
  return `for each node's own API address write ${API}:${port}`
}
