import { expect, test } from 'vitest'
import { textfileOf } from '../../../src/report/files/textfile.ts'
import { FORBIDDEN, hostileReport, reportOf, smallReport } from '../sample.ts'

test('a run is told in figures: how nodes ended, when, how long, which checks and phases', () => {
  const lines = textfileOf(smallReport()).split('\n')
  for (const line of [
    '# TYPE kolla_mimir_run_nodes gauge',
    'kolla_mimir_run_nodes{verb="rollout",tenant="openstack",state="verified"} 1',
    'kolla_mimir_run_nodes{verb="rollout",tenant="openstack",state="failed"} 2',
    'kolla_mimir_run_nodes{verb="rollout",tenant="openstack",state="rolled-back"} 0',
    'kolla_mimir_run_end_time_seconds{verb="rollout",tenant="openstack"} 1795377612.682',
    'kolla_mimir_run_duration_seconds{verb="rollout",tenant="openstack"} 12.682',
    'kolla_mimir_run_interrupted{verb="rollout",tenant="openstack"} 0',
    'kolla_mimir_run_checks_failed{verb="rollout",tenant="openstack",check="arrival"} 1',
    'kolla_mimir_run_checks_failed{verb="rollout",tenant="openstack",check="targets"} 0',
    'kolla_mimir_run_phase_seconds{verb="rollout",tenant="openstack",phase="stage"} 4.2',
  ])
    expect(lines).toContain(line)
})

test('every line is one that Prometheus reads, whatever the names are', () => {
  for (const report of [smallReport(), hostileReport(), reportOf([])]) {
    const text = textfileOf(report)
    expect(text.endsWith('\n')).toBe(true)
    expect(text).not.toMatch(FORBIDDEN)
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+\{(?:\w+="(?:[^"\\]|\\[\\"])*",?)+\} [\d.e+-]+)$/u)
  }
})
