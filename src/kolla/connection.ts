import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import type { AnsibleConfig } from './ansible-config.ts'
import { ansibleBool } from './jinja/python-value.ts'
import type { Resolved } from './resolve.ts'
import { type AnsibleSshOptions, type Jump, portOf, readSshArguments } from './ssh-options.ts'

/** How Ansible would reach a host. What the inventory leaves open is missing here and is the manifest's to say. */
export type Connection = SshConnection | LocalConnection | RefusedConnection

export interface SshConnection extends Become {
  readonly transport: 'ssh'
  readonly address: string
  readonly port?: number
  readonly user?: string
  /** Private key files, as written. */
  readonly keys: readonly string[]
  readonly jumps: readonly Jump[]
  /** A command whose stdin and stdout are the connection, its tokens not filled in. */
  readonly proxyCommand?: string
  /** The configuration that OpenSSH is told to read. */
  readonly configFile?: string
  /** ssh options that are not taken over, because the manifest decides them: host key checking. */
  readonly ignored: readonly string[]
}

export interface LocalConnection extends Become {
  readonly transport: 'local'
}

/** A host that cannot be reached as its inventory says; the problem names it. */
export interface RefusedConnection {
  readonly transport: 'refused'
  readonly problem: Problem
}

interface Become {
  readonly become?: boolean
  /** The variables that hold a password, which is never read. */
  readonly passwords: readonly string[]
}

type Resolve = (key: string) => Resolved

/** Why a host is refused: the variable, and a sentence about it. */
interface LoginProblem {
  readonly key: string
  readonly message: string
  readonly remedy: string
}

const SSH = ['ssh', 'smart', 'paramiko', 'paramiko_ssh']
const PASSWORDS = [
  'ansible_ssh_password',
  'ansible_ssh_pass',
  'ansible_password',
  'ansible_become_password',
  'ansible_become_pass',
  'ansible_sudo_pass',
]
const WRITE_IT = 'write the value itself in the inventory, or leave the host out with --limit'
const OVERRIDE = 'correct it, or leave the host out with --limit'

/** The connection of one host, from its variables; what they leave open is as Ansible's own configuration says. */
export function connectionOf(host: string, variable: Resolve, config?: AnsibleConfig): Connection {
  const resolve = (key: string): Resolved => configured(key, variable(key), config)
  const refusals: LoginProblem[] = []
  const read = (...keys: readonly string[]): unknown => firstKnown(keys, resolve, refusals)
  const kind = (textFrom(read('ansible_connection')) ?? 'ssh').replace(
    /^ansible\.(?:builtin|netcommon)\./u,
    '',
  )
  const become = { ...becomeOf(read, refusals), passwords: passwordsOf(resolve) }
  if (!SSH.includes(kind) && kind !== 'local')
    refusals.push({
      key: 'ansible_connection',
      message: `found the connection ${kind}; only ssh and local are supported`,
      remedy: 'leave the host out with --limit, or make it reachable by ssh',
    })
  const ssh = kind === 'local' ? undefined : sshOf(host, read, refusals)
  const [refusal] = refusals
  if (refusal) return { transport: 'refused', problem: refusedHost(host, refusal, resolve) }
  return ssh ? { transport: 'ssh', ...ssh, ...become } : { transport: 'local', ...become }
}

function configured(key: string, resolved: Resolved, config: AnsibleConfig | undefined): Resolved {
  if (resolved.known || isSet(key, resolved)) return resolved
  const setting = config?.variables.get(key)
  if (setting === undefined) return resolved
  return { known: true, value: setting.value, origin: setting.origin, through: [] }
}

type VariableRead = (...keys: readonly string[]) => unknown

function sshOf(
  host: string,
  read: VariableRead,
  refusals: LoginProblem[],
): Omit<SshConnection, 'transport' | keyof Become> {
  const options = argumentsOf(read, refusals)
  const port = portFrom(read('ansible_ssh_port', 'ansible_port'), refusals) ?? options.port
  const user = textFrom(read('ansible_ssh_user', 'ansible_user')) ?? options.user
  const key = textFrom(read('ansible_ssh_private_key_file', 'ansible_private_key_file'))
  return {
    address: textFrom(read('ansible_ssh_host', 'ansible_host')) ?? host,
    ...defined({ port, user, proxyCommand: options.proxyCommand, configFile: options.configFile }),
    keys: key === undefined ? options.keys : [key, ...options.keys],
    jumps: options.jumps,
    ignored: [...options.ignored, ...uncheckedBy(read)],
  }
}

/** The variables that switch host key checking off. */
function uncheckedBy(read: VariableRead): readonly string[] {
  return ['ansible_ssh_host_key_checking', 'ansible_host_key_checking'].filter((key) => {
    const value = read(key)
    return value !== undefined && value !== null && !ansibleBool(value)
  })
}

function becomeOf(read: VariableRead, refusals: LoginProblem[]): Omit<Become, 'passwords'> {
  const become = read('ansible_become')
  const method = textFrom(read('ansible_become_method'))?.replace(/^ansible\.builtin\./u, '') ?? 'sudo'
  if (method !== 'sudo')
    refusals.push({
      key: 'ansible_become_method',
      message: `found ${method}; only sudo is supported`,
      remedy: OVERRIDE,
    })
  const user = textFrom(read('ansible_become_user')) ?? 'root'
  if (user !== 'root')
    refusals.push({
      key: 'ansible_become_user',
      message: `found ${user}; a worker is set up as root`,
      remedy: OVERRIDE,
    })
  return become === undefined || become === null ? {} : { become: ansibleBool(become) }
}

/** One that cannot be worked out, as it is encrypted, is there all the same and refuses nothing. */
function passwordsOf(resolve: Resolve): readonly string[] {
  return PASSWORDS.filter((key) => {
    const resolved = resolve(key)
    return resolved.known ? resolved.value !== '' && resolved.value !== null : isSet(key, resolved)
  })
}

function argumentsOf(read: VariableRead, refusals: LoginProblem[]): AnsibleSshOptions {
  let all: AnsibleSshOptions = { keys: [], jumps: [], ignored: [] }
  for (const key of ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args']) {
    const text = textFrom(read(key))
    const parsed = readSshArguments(text ?? '')
    if (!parsed.ok) {
      refusals.push({
        key,
        message: `found ${parsed.found}, which is not understood`,
        remedy:
          'only jump hosts, a ProxyCommand, a configuration, port, user and key are taken over; write the rest under ssh in the manifest',
      })
      continue
    }
    const { keys, jumps, ignored, ...first } = parsed.options
    all = {
      ...first,
      ...all,
      keys: [...all.keys, ...keys],
      jumps: all.jumps.length > 0 ? all.jumps : jumps,
      ignored: [...all.ignored, ...ignored],
    }
  }
  return all
}

/** The value of the first of some variables that is set; one that cannot be worked out refuses the host. */
function firstKnown(keys: readonly string[], resolve: Resolve, refusals: LoginProblem[]): unknown {
  for (const key of keys) {
    const resolved = resolve(key)
    if (resolved.known) return resolved.value
    if (isSet(key, resolved)) refusals.push({ key, message: resolved.problem.message, remedy: WRITE_IT })
  }
  return undefined
}

/** Whether the variable is set at all, though its value cannot be said. */
function isSet(key: string, { reason, problem }: Extract<Resolved, { known: false }>): boolean {
  return reason !== 'undefined' || problem.path !== key || problem.at !== undefined
}

function refusedHost(host: string, { key, message, remedy }: LoginProblem, resolve: Resolve): Problem {
  const resolved = resolve(key)
  const origin = resolved.known ? resolved.origin : undefined
  const at = origin?.kind === 'file' ? origin.at : resolved.known ? undefined : resolved.problem.at
  return { severity: 'error', at, path: key, message: `${host}: ${message}`, remedy }
}

function portFrom(value: unknown, refusals: LoginProblem[]): number | undefined {
  if (value === undefined || value === null) return undefined
  const port = portOf(value)
  if (port === undefined)
    refusals.push({ key: 'ansible_port', message: 'the port is no number from 1 to 65535', remedy: OVERRIDE })
  return port
}

function textFrom(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
