import { describe, expect, it } from 'vitest'
import { crashOf } from '../../../../roles/mimir-worker/checks/crash-causes.ts'
import { facts } from '../sample.ts'

const LISTEN = { host: '127.0.0.1', port: 9091 }

/** What Prometheus 2.53 and 3.5 wrote last before they ended. */
const WORDS: readonly (readonly [string, string | undefined])[] = [
  [
    'level=error msg="Unable to start web listener" err="listen tcp 127.0.0.1:9091: bind: address already in use"',
    'port-taken',
  ],
  [
    'level=error err="opening storage failed: lock DB directory: resource temporarily unavailable"',
    'data-locked',
  ],
  ['panic: Unable to create mmap-ed active query log', 'data-locked'],
  ['err="opening storage failed: open /prometheus/wal/00000001: no space left on device"', 'disk-full'],
  [
    'msg="Error loading config (--config.file=/x/prometheus.yml)" err="open /x/prometheus.yml: permission denied"',
    'file-unreadable',
  ],
  [
    'msg="Error loading config" err="parsing YAML file /x: yaml: line 3: mapping values are not allowed"',
    'configuration',
  ],
  ["Error parsing command line arguments: unknown long flag '--bogus'", 'flag'],
  ['level=info msg="See you next time!"', undefined],
  ['', undefined],
]

describe('why a container does not stay up', () => {
  it.each(WORDS)('is told by its last words: %s', (words, cause) => {
    expect(crashOf(words, facts(), LISTEN)?.cause).toBe(cause)
  })

  it('names who holds the port: the container, else the process', () => {
    const by = 'users:(("prometheus",pid=811,fd=7))'
    const taken = 'bind: address already in use'
    const held = (more: object) =>
      crashOf(taken, facts({ listeners: [{ host: '127.0.0.1', port: 9091, by, ...more }] }), LISTEN)?.holder
    expect(held({})).toBe(by)
    for (const host of ['*', '0.0.0.0', '::', '[::]']) expect(held({ host })).toBe(by)
    expect(held({ container: 'prometheus_server' })).toBe('prometheus_server')
    expect(held({ host: '10.0.0.12' })).toBe('')
    expect(held({ port: 9090 })).toBe('')
  })
})
