import { CHECKS, type CheckName, type CheckResult, type Finding } from '../../src/model/check.ts'
import type { Failure } from '../../src/model/failure.ts'
import type { NodeReport, PhaseName, Report, Step, Verdict } from '../../src/model/report.ts'
import { safeText } from '../../src/values/safe-text.ts'
import { FAILURES, FINDINGS } from '../messages/samples.ts'

const PHASES: readonly PhaseName[] = ['observe', 'plan', 'stage', 'activate', 'verify']

const GOOD: Readonly<Record<CheckName, Finding>> = {
  container: good({ status: 'running', restarts: '0', image: 'sha256:1f3a9c2bd077' }),
  identity: good({ url: 'http://127.0.0.1:9091', started: '2026-11-22T20:00:04.000Z' }),
  configuration: good({ generation: '4f1c09aa17d2', loaded: '2026-11-22T20:00:04.000Z' }),
  targets: good({ up: '7/7' }),
  sending: good({ failed: '0', lag: '1s' }),
  isolation: good({ other: 'anonymous', series: '0' }),
  fleet: good({ senders: '1' }),
  grafana: good({ datasource: 'Mimir-OpenStack', url: 'http://10.0.0.5:9009/prometheus' }),
  arrival: good({ tenant: 'openstack', jobs: '7', newest: '2026-11-22T20:00:11.000Z' }),
}

function good(facts: Readonly<Record<string, string>>): Finding {
  return {
    kind: 'good',
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: safeText(value) })),
  }
}

/** As Kolla's multinode inventory has them: a node is in many groups. */
const CONTROL = [
  'control',
  'haproxy',
  'horizon',
  'keystone',
  'loadbalancer',
  'mariadb',
  'memcached',
  'nova',
  'rabbitmq',
]
const COMPUTE = [
  'baremetal',
  'ceilometer-compute',
  'collectd',
  'common',
  'compute',
  'cron',
  'fluentd',
  'kolla-logs',
  'kolla-toolbox',
  'neutron-metadata-agent',
  'nova-compute',
  'nova-libvirt',
  'openvswitch',
  'ovn-controller',
  'prometheus-cadvisor',
  'prometheus-node-exporter',
  'telegraf',
]

function groupsOf(node: string): readonly string[] {
  return node.startsWith('ctl') ? CONTROL : COMPUTE
}

/** Steps of some 14 s, the slower the higher `at` is; the last is the one given. */
export function stepsUpTo(last: PhaseName, outcome: Step['outcome'], at = 0): readonly Step[] {
  const lengths: Readonly<Record<PhaseName, number>> = {
    observe: 400 + (at % 7) * 30,
    plan: 2,
    stage: 4200 + (at % 11) * 310,
    activate: 1800 + (at % 5) * 90,
    verify: 6100 + (at % 13) * 470,
    rollback: 900,
    hold: 300,
    remove: 900,
  }
  let from = 0
  return PHASES.slice(0, PHASES.indexOf(last) + 1).map((phase) => {
    const step = {
      phase,
      from,
      to: from + lengths[phase],
      outcome: phase === last ? outcome : ('unchanged' as const),
    }
    from = step.to
    return step
  })
}

/** All checks passed but those named, and those after the first that failed, which were not asked. */
function checksWith(failed: Partial<Record<CheckName, Finding>>): readonly CheckResult[] {
  let broken: CheckName | undefined
  return CHECKS.map((check): CheckResult => {
    const finding = failed[check]
    if (finding !== undefined) {
      broken ??= check
      return { check, state: 'failed', finding }
    }
    if (broken === undefined) return { check, state: 'passed', finding: GOOD[check] }
    return { check, state: 'skipped', finding: { kind: 'not-reached', after: broken } }
  })
}

export function verifiedNode(node: string, verdict: Verdict = 'first-install', at = 0): NodeReport {
  const changed = verdict === 'noop' ? 'unchanged' : 'changed'
  return {
    node,
    groups: groupsOf(node),
    state: 'verified',
    verdict,
    reasons: verdict === 'noop' ? [] : [reason(verdict)],
    generation: '4f1c09aa17d2',
    checks: checksWith({}),
    steps: stepsUpTo('verify', changed, at),
  }
}

/** Verified, while services are down that its exporters watch. */
export function warnedNode(node: string): NodeReport {
  const verified = verifiedNode(node, 'noop')
  const checks = verified.checks.map((result) =>
    result.check === 'targets'
      ? { ...result, state: 'warning' as const, finding: FINDINGS['watched-down'] }
      : result,
  )
  return { ...verified, checks }
}

export function failedNode(node: string, failure: Failure, at: PhaseName = 'observe'): NodeReport {
  return {
    node,
    groups: groupsOf(node),
    state: 'failed',
    ...(at === 'observe' ? {} : { verdict: 'recreate' }),
    reasons: at === 'observe' ? [] : [reason('recreate')],
    checks: [],
    failure,
    steps: stepsUpTo(at, 'failed'),
  }
}

export function unprovenNode(node: string, failed: Partial<Record<CheckName, Finding>>, at = 0): NodeReport {
  return {
    ...verifiedNode(node, 'reload', at),
    state: 'failed',
    checks: checksWith(failed),
    failure: { reason: 'unproven', checks: Object.keys(failed) },
    steps: stepsUpTo('verify', 'failed', at),
  }
}

function reason(verdict: Verdict): NodeReport['reasons'][number] {
  if (verdict === 'first-install')
    return { field: 'worker', current: safeText('none'), desired: safeText('present') }
  return {
    field: 'image',
    current: safeText('prom/prometheus:v2.53.1'),
    desired: safeText('prom/prometheus:v2.53.3'),
  }
}

export function reportOf(nodes: readonly NodeReport[], more: Partial<Report> = {}): Report {
  return {
    run: '20261122-200000-7f3a',
    verb: 'rollout',
    manifest: 'inventory.yml',
    tenant: 'openstack',
    startedAt: '2026-11-22T20:00:00.000Z',
    milliseconds: Math.max(0, ...nodes.flatMap(({ steps }) => steps.map(({ to }) => to))) + 180,
    interrupted: false,
    warnings: [],
    nodes,
    ...more,
  }
}

/** Three nodes: one well, one whose pull failed, one whose samples do not arrive. */
export function smallReport(): Report {
  return reportOf([
    verifiedNode('ctl1'),
    failedNode('cmp1', FAILURES['pull-failed'], 'stage'),
    unprovenNode('cmp2', { arrival: FINDINGS['not-arrived'] }),
  ])
}

/** A cloud of `count` nodes with a mix of verdicts and failures, the same on every call. */
export function largeReport(count = 1000): Report {
  const width = String(count).length
  const nodes = Array.from({ length: count }, (_, at) => {
    const control = at < 3
    const name = control ? `ctl${at + 1}` : `cmp${String(at - 2).padStart(width, '0')}`
    return mixedNode(name, at)
  })
  return reportOf(nodes, {
    warnings: [safeText('kolla: globals.yml has no prometheus_port; 9091 is assumed')],
  })
}

function mixedNode(name: string, at: number): NodeReport {
  const address = `10.0.${Math.floor(at / 250)}.${(at % 250) + 1}`
  if (at >= 700 && at < 712)
    return failedNode(name, {
      ...FAILURES['ssh-unreachable'],
      address,
      cause: 'timed-out',
      evidence: safeText(''),
    })
  if (at === 333) return failedNode(name, { ...FAILURES['host-key-changed'], address })
  if (at % 97 === 5) return failedNode(name, FAILURES['pull-failed'], 'stage')
  if (at % 250 === 11)
    return unprovenNode(name, {
      targets: {
        kind: 'targets-down',
        expected: 7,
        targets: [
          { job: 'cadvisor', url: `http://${address}:18080/metrics`, error: safeText('connection refused') },
        ],
      },
    })
  return verifiedNode(name, at % 3 === 0 ? 'noop' : at % 3 === 1 ? 'reload' : 'recreate', at)
}

/** What a node that means harm could answer, after it went through the gate for remote text. */
export const HOSTILE =
  '</script><img src=x onerror=alert(1)>&"\'`$ {1}]]><!--\u001b]52;c;cm0=\u0007\u001b[2J\u202egnp.exe\u2028\u0000\u{1f4a5}워커\nsecond\tline\ufffe'

/** Every text of it is hostile. */
export function hostileReport(): Report {
  const evidence = safeText(HOSTILE)
  const node = failedNode(
    'cmp1',
    { reason: 'command-failed', during: HOSTILE, exitCode: 1, evidence },
    'stage',
  )
  const finding: Finding = {
    kind: 'targets-down',
    expected: 2,
    targets: [{ job: HOSTILE, url: `http://x/${HOSTILE}`, error: evidence }],
  }
  return reportOf(
    [
      { ...node, groups: [HOSTILE], reasons: [{ field: HOSTILE, current: evidence, desired: evidence }] },
      { ...unprovenNode('cmp2', { targets: finding }), generation: HOSTILE },
      verifiedNode(HOSTILE),
    ],
    { warnings: [evidence], tenant: HOSTILE, manifest: HOSTILE, verb: HOSTILE, run: HOSTILE },
  )
}

/** Characters that a terminal or a file for people must never get; a newline is for the printer alone. */
export const FORBIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** A node in each state. */
export function everyState(): Report {
  const states = ['verified', 'failed', 'rolled-back', 'untouched', 'interrupted'] as const
  return reportOf(states.map((state, at) => ({ ...verifiedNode(`cmp${at}`, 'recreate'), state })))
}
