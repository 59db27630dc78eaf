import type { PrecheckedNode, PrecheckReport, PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

const good = (name: string, value: string): PrecheckResult['finding'] => ({
  kind: 'good',
  facts: [{ name, value: safeLine(value) }],
})

/** A compute node: its exporter refuses where `silent`. */
export function node(name: string, address: string, silent: boolean): PrecheckedNode {
  const url = `http://${address}:9100/metrics`
  const listening: string[] = []
  const evidence = safeLine(`curl: (7) Failed to connect to ${address}`)
  const refused = {
    kind: 'exporter-silent',
    url,
    container: 'prometheus_node_exporter',
    silence: 'refused',
    listening,
    evidence,
  } as const
  return {
    node: name,
    groups: ['compute'],
    state: silent ? 'failed' : 'ready',
    results: [
      {
        precheck: 'engine',
        state: 'passed',
        finding: good('docker', name === 'cmp1' ? '20.10.24' : '26.1.5'),
      },
      {
        precheck: 'exporter',
        subject: 'node_exporter',
        state: silent ? 'failed' : 'passed',
        finding: silent ? refused : good('HTTP', '200'),
      },
      { precheck: 'read-back', state: 'skipped', finding: { kind: 'not-reached', after: 'push' } },
    ],
  }
}

export const REPORT: PrecheckReport = {
  run: '20261122-213331-5416',
  verb: 'prechecks',
  manifest: 'inventory.yml',
  tenant: 'openstack',
  startedAt: '2026-11-22T21:33:31.000Z',
  milliseconds: 5300,
  interrupted: false,
  warnings: [safeLine('nothing much')],
  nodes: [node('cmp1', '10.0.0.21', true), node('cmp2', '10.0.0.22', true), node('cmp3', '10.0.0.23', false)],
}
