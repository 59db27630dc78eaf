import type { Copied, FoundNames } from './facts.ts'
import type { ProgramOutput } from './program-output.ts'
import { readConnections } from './read-sockets.ts'

/** What observe.sh found of names: two files of the node beside the worker's copies, and where the worker sends. */
export function readNames(facts: ProgramOutput['facts']): FoundNames {
  const value = (name: string): string => facts.get(name)?.value ?? ''
  const copied = (file: string): Copied => ({
    node: linesOf(value(`${file}-of-node`)),
    worker: linesOf(value(`${file}-of-worker`)),
    changedAt: Number(value(`${file}-changed`)) || 0,
  })
  const mimir = addresses(value('mimir-addresses'))
  return {
    hosts: copied('hosts'),
    ...(facts.has('servers-of-node') ? { servers: copied('servers') } : {}),
    ...(mimir === undefined ? {} : { mimir }),
    connections: readConnections(value('connections'), value('held')),
  }
}

/** Source and name on the first line, then an address each. */
function addresses(text: string): FoundNames['mimir'] {
  const [first = '', ...found] = linesOf(text)
  const [source, name = ''] = first.split(' ')
  return (source === 'files' || source === 'dns') && found.length > 0
    ? { name, source, addresses: found }
    : undefined
}

/** Without comments; blanks between words are one. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => (line.split('#', 1)[0] ?? '').trim().replaceAll(/\s+/gu, ' '))
    .filter((line) => line !== '')
}
