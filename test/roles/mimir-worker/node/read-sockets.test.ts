import { describe, expect, it } from 'vitest'
import { readKernelListeners } from '../../../../roles/mimir-worker/node/read-listeners.ts'
import { readConnections, readSockets } from '../../../../roles/mimir-worker/node/read-sockets.ts'

const LINES = `   0: 0100007F:2383 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 27013 1 0000000000000000 100 0 0 10 0
   3: 0C00000A:2383 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 411 1 0000000000000000 100 0 0 10 0
   0: 00000000000000000000000000000000:2383 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 412 1 0000000000000000 100 0 0 10 0
   1: 00000000000000000000000001000000:2383 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 413 1 0000000000000000 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:2383 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 414 1 0000000000000000 100 0 0 10 0
   4: B80D0120000000000000000012000000:2383 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 415 1 0000000000000000 100 0 0 10 0`

describe('what listens on the worker’s port', () => {
  it('is told by address, and whether the worker’s process holds it', () => {
    expect(readSockets(LINES, 'socket:[9]\nsocket:[27013]\nsocket:[415]')).toEqual([
      { host: '127.0.0.1', held: true },
      { host: '10.0.0.12', held: false },
      { host: '::', held: false },
      { host: '::1', held: false },
      { host: '127.0.0.1', held: false },
      { host: '2001:db8::12', held: true },
    ])
  })

  it.each(['', 'grep: no such file', '0: XYZ:2383 0 0A'])('is nothing where the kernel says %j', (lines) => {
    expect(readSockets(lines, 'socket:[1]')).toEqual([])
  })
})

describe('what listens on a node without ss', () => {
  it('is told by address, port, process and container; a socket on `::` may take both families', () => {
    const id = 'f'.repeat(64)
    const holders = '7 socket:[27013]\n9 socket:[412]\n9 socket:[5]'
    expect(
      readKernelListeners(LINES, holders, `9 ${id}`, `${id} prometheus_cadvisor Up 2 hours`).slice(0, 3),
    ).toEqual([
      { host: '127.0.0.1', port: 9091, by: 'process 7' },
      { host: '10.0.0.12', port: 9091, by: '' },
      { host: '*', port: 9091, by: 'process 9', container: 'prometheus_cadvisor' },
    ])
  })
})

describe('where a process is connected', () => {
  const open = (remote: string, inode: number): string =>
    `   3: 0C00000A:D2F0 ${remote}:2331 01 00000000:00000000 02:00000A5A 00000000 65534        0 ${inode} 2 0000000000000000 20 4 30 10 -1`

  it('is the other end of each of its own sockets, once', () => {
    const lines = [open('0500000A', 1), open('0500000A', 2), open('0600000A', 3)].join('\n')
    expect(readConnections(lines, 'socket:[1]\nsocket:[2]')).toEqual(['10.0.0.5'])
    expect(readConnections(lines, '')).toEqual([])
    expect(readConnections(open('0000000000000000FFFF00000500000A', 1), 'socket:[1]')).toEqual(['10.0.0.5'])
  })
})
