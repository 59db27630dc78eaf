import type { Listener } from './facts.ts'
import { kernelSockets } from './read-sockets.ts'

/** What listens on a node: lines of `ss`, and the container of each process, where that was observed. */
export function readListeners(lines: string, processes: string, ofEngine: string): Listener[] {
  const owner = owners(processes, ofEngine)
  return lines.split('\n').flatMap((line) => listener(line, owner))
}

/** The same without ss: lines of /proc/net/tcp, and of a process and a link to a socket that it holds. */
export function readKernelListeners(
  sockets: string,
  holders: string,
  processes: string,
  ofEngine: string,
): Listener[] {
  const owner = owners(processes, ofEngine)
  const pairs = holders.split('\n').map((line): [string, string] => {
    const [pid = '', link = ''] = line.split(' ')
    return [/^socket:\[(?<inode>\d+)\]$/u.exec(link)?.groups?.['inode'] ?? '', pid]
  })
  const pids = new Map(pairs)
  return kernelSockets(sockets).map(({ local, inode }) => {
    const pid = pids.get(inode)
    const name = owner.get(pid ?? '')
    const by = pid === undefined ? '' : `process ${pid}`
    // Whether a socket on `::` takes IPv4 as well is not said here; as a rule it does.
    const host = local.host === '::' ? '*' : local.host
    return { host, port: local.port, by, ...(name === undefined ? {} : { container: name }) }
  })
}

/** A line of `ss -ltnHp`: state, queues, local address:port, peer, and who. A mapped IPv4 address is an IPv4 one. */
function listener(line: string, owner: ReadonlyMap<string, string>): Listener[] {
  const words = line.trim().split(/\s+/u)
  const local = /^(?<host>.*):(?<port>\d+)$/u.exec(words[3] ?? '')?.groups
  if (local === undefined) return []
  const [address = ''] = (local['host'] ?? '').split('%', 1)
  const host = address.replace(/^\[|\]$/gu, '').replace(/^::ffff:(?=\d+\.)/u, '')
  const by = words.slice(5).join(' ')
  const name = owner.get(/\bpid=(?<pid>\d+)/u.exec(by)?.groups?.['pid'] ?? '')
  return [{ host, port: Number(local['port']), by, ...(name === undefined ? {} : { container: name }) }]
}

/** Lines of `docker ps`: id, name, and a state such as `Up 3 hours`. */
export function readContainers(text: string): { id: string; name: string; state: string }[] {
  return text.split('\n').flatMap((line) => {
    const [id, name, ...state] = line.split(' ')
    return id === undefined || name === undefined ? [] : [{ id, name, state: state.join(' ') }]
  })
}

/** Process id → name of its container, out of lines of process id and container id. */
function owners(processes: string, ofEngine: string): ReadonlyMap<string, string> {
  const names = new Map(readContainers(ofEngine).map(({ id, name }) => [id, name]))
  const entries = processes.split('\n').flatMap((line): [string, string][] => {
    const [pid = '', id = ''] = line.split(' ')
    const name = names.get(id)
    return name === undefined ? [] : [[pid, name]]
  })
  return new Map(entries)
}
