import { describe, expect, it } from 'vitest'
import { container } from '../../../../roles/mimir-worker/checks/container.ts'
import type { Container } from '../../../../roles/mimir-worker/node/facts.ts'
import { evidence, facts, container as sample } from '../sample.ts'

const { now } = facts()
const judged = (changes: Partial<Container>) =>
  container(evidence({ facts: facts({ container: sample(changes) }) }))

describe('the container check', () => {
  it('passes a container that runs the image that was pulled', () => {
    expect(container(evidence())).toEqual({
      check: 'container',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'status', value: 'running' },
          { name: 'restarts', value: '0' },
          { name: 'image', value: 'sha256:aa11' },
        ],
      },
    })
  })

  it('passes a container without a health check, and one whose health is not known yet', () => {
    expect(judged({ health: undefined }).state).toBe('passed')
    expect(judged({ health: 'starting' }).state).toBe('passed')
  })

  it('waits for a worker whose first health check failed, with what that printed', () => {
    const healthCheck = { exitCode: 1, output: 'error: Get "http://…": proxyconnect tcp: refused\n' }
    expect(judged({ health: 'starting', healthCheck })).toEqual({
      check: 'container',
      state: 'waiting',
      finding: { kind: 'container-unhealthy', log: 'error: Get "http://…": proxyconnect tcp: refused' },
    })
    expect(judged({ health: 'starting', healthCheck: { exitCode: 0, output: '' } }).state).toBe('passed')
  })

  it('fails an unhealthy one with what its last check printed, else with the end of its log', () => {
    const healthCheck = { exitCode: 1, output: 'error: 503' }
    expect(judged({ health: 'unhealthy', healthCheck, log: 'level=error err=x' }).finding).toEqual({
      kind: 'container-unhealthy',
      log: 'error: 503',
    })
    expect(judged({ health: 'unhealthy', log: 'level=error err=x' }).finding).toEqual({
      kind: 'container-unhealthy',
      log: 'level=error err=x',
    })
  })

  it('fails where there is no container', () => {
    expect(container(evidence({ facts: facts({ container: undefined }) }))).toMatchObject({
      state: 'failed',
      finding: { kind: 'container-missing' },
    })
  })

  it.each(['exited', 'created', 'paused', 'dead', 'restarting'])('fails a container that is %s', (status) => {
    expect(judged({ status, exitCode: 2, log: 'bind: address already in use\u001B[2J' })).toEqual({
      check: 'container',
      state: 'failed',
      finding: {
        kind: 'container-not-running',
        status,
        exitCode: 2,
        log: 'bind: address already in use',
        crash: { cause: 'port-taken', holder: '' },
      },
    })
  })

  it('fails a container that is being restarted once more, with the last error that it wrote', () => {
    const log = 'level=error err="listen: address already in use"\nlevel=info msg="Starting"\n'
    expect(judged({ status: 'restarting', restarts: 3, startedAt: now - 29, log })).toMatchObject({
      state: 'failed',
      finding: {
        kind: 'container-restarting',
        restarts: 3,
        log: 'level=error err="listen: address already in use"',
      },
    })
  })

  it('waits whether a container stays up that was restarted within the last half minute', () => {
    expect(judged({ restarts: 3, startedAt: now - 29 })).toMatchObject({
      state: 'waiting',
      finding: { kind: 'container-restarting', restarts: 3 },
    })
  })

  it('keeps the end of a long log', () => {
    const { finding } = judged({ status: 'exited', log: `${'x'.repeat(3000)}\nthe end` })
    expect('log' in finding && finding.log.endsWith('the end')).toBe(true)
  })

  it('does not hold a restart of long ago against it', () => {
    expect(judged({ restarts: 1, startedAt: now - 30 }).state).toBe('passed')
  })

  it('fails a container that the engine calls unhealthy', () => {
    expect(judged({ health: 'unhealthy' })).toMatchObject({
      state: 'failed',
      finding: { kind: 'container-unhealthy' },
    })
  })

  it('fails a container of another image than the one pulled', () => {
    expect(judged({ image: 'sha256:bb22' })).toMatchObject({
      state: 'failed',
      finding: { kind: 'image-differs', expected: 'sha256:aa11', found: 'sha256:bb22' },
    })
  })

  it('waits for a container that has just been started', () => {
    expect(judged({ startedAt: now - 9 })).toEqual({
      check: 'container',
      state: 'waiting',
      finding: { kind: 'container-settling', seconds: 9 },
    })
    expect(judged({ startedAt: now - 10 }).state).toBe('passed')
  })

  it('fails a container that was restarted since the look before, however long it runs by now', () => {
    const previous = facts({ container: sample({ restarts: 1, startedAt: now - 500 }) })
    const later = facts({ container: sample({ restarts: 2, startedAt: now - 70 }) })
    expect(container(evidence({ facts: later, previous }))).toMatchObject({
      state: 'failed',
      finding: { kind: 'container-restarting', restarts: 2 },
    })
    const another = facts({ container: sample({ id: 'c2', restarts: 2, startedAt: now - 70 }) })
    expect(container(evidence({ facts: another, previous })).state).toBe('passed')
  })

  it('fails a container whose image is no longer known under the name of the manifest', () => {
    expect(container(evidence({ facts: facts({ images: [] }) }))).toMatchObject({
      state: 'failed',
      finding: { kind: 'image-differs', expected: 'registry.example/prom/prometheus:v2.53.3' },
    })
  })
})
