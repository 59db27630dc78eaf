import type { CheckName, CheckResult, Finding } from '../../../src/model/check.ts'
import type { NodeReport, NodeState, Report, Rollout, Step } from '../../../src/model/report.ts'
import { PHASES } from '../../../src/report/digest/phase-spans.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { FAILURES, FINDINGS } from '../../messages/samples.ts'
import { failedNode, HOSTILE, reportOf, unprovenNode, verifiedNode } from '../sample.ts'

const LANES = 48

/** Every way a text can be hard to show: markup, script, reading direction, no place to break, wide, nothing. */
const HARD_TEXTS = [
  HOSTILE,
  '<b onclick="alert(1)">bold</b><style>*{display:none}</style>',
  '\u202eright to left\u202c שלום عليكم \u2066isolated\u2069',
  `${'W'.repeat(400)}.example.com`,
  '🧨👩‍👩‍👧‍👦🇰🇷 e\u0301\u0323\u0308 ﷽',
  'Mimir가테넌트를받아들이지않아서샘플이버려졌습니다'.repeat(6),
  'a\nb\tc\r\nd\u0000e',
  '',
] as const

/** Phases one after the other over all nodes, `LANES` nodes at once, as a run does it. */
function inLanes(nodes: readonly NodeReport[]): readonly NodeReport[] {
  const steps = new Map<string, Step[]>(nodes.map(({ node }) => [node, []]))
  let began = 0
  for (const phase of PHASES) {
    const lanes = Array.from({ length: LANES }, () => began)
    for (const { node, steps: planned } of nodes) {
      const step = planned.find((one) => one.phase === phase)
      if (step === undefined) continue
      const lane = lanes.indexOf(Math.min(...lanes))
      const from = lanes[lane] ?? began
      const to = from + (step.to - step.from)
      lanes[lane] = to
      steps.get(node)?.push({ ...step, from, to })
    }
    began = Math.max(...lanes)
  }
  return nodes.map((node) => ({ ...node, steps: steps.get(node.node) ?? [] }))
}

/** A node that the run did not come to the end of. */
function unfinished(node: string, state: NodeState & ('interrupted' | 'untouched'), at: number): NodeReport {
  const whole = verifiedNode(node, 'recreate', at)
  const checks = whole.checks.map(
    (result, place): CheckResult =>
      place < 3 ? result : { check: result.check, state: 'waiting', finding: FINDINGS['not-arrived'] },
  )
  return {
    ...whole,
    state,
    checks: state === 'interrupted' ? checks : [],
    steps: whole.steps.slice(0, state === 'interrupted' ? 5 : 2),
  }
}

const PLACES = [
  ['ctl', 3, 'control'],
  ['net', 6, 'network'],
  ['mon', 3, 'monitoring'],
  ['sto', 48, 'storage'],
] as const

function named(at: number, count: number): { name: string; groups: readonly string[] } {
  let left = at
  for (const [prefix, size, group] of PLACES) {
    if (left < size && count > 100)
      return { name: `${prefix}${String(left + 1).padStart(2, '0')}`, groups: [group, 'common', 'fluentd'] }
    left -= count > 100 ? size : 0
  }
  const groups = [
    'common',
    'compute',
    'fluentd',
    'kolla-toolbox',
    'nova-compute',
    'nova-libvirt',
    'prometheus-node-exporter',
  ]
  return { name: `cmp${String(left + 1).padStart(4, '0')}`, groups }
}

const HOOKS: NonNullable<Report['hooks']> = [
  {
    hook: 'before',
    command: safeText('./silence-alerts.sh'),
    outcome: 'done',
    end: { how: 'exited', exitCode: 0 },
    milliseconds: 800,
    output: safeText('silenced 4 alerts until 06:00'),
  },
  {
    hook: 'after_batch',
    batch: 1,
    command: safeText(`./smoke-test.sh --target ${'x'.repeat(200)}`),
    outcome: 'failed',
    end: { how: 'late', seconds: 60 },
    milliseconds: 65_000,
    output: safeText(Array.from({ length: 20 }, (_, at) => `try ${at}: no dashboard yet`).join('\n')),
  },
]

/** A cloud on a bad night: most of it well, and every way a node can end. */
export function badNight(count: number): Report {
  const nodes = Array.from({ length: count }, (_, at) => {
    const { name, groups } = named(at, count)
    return { ...nightNode(name, at, count), groups }
  })
  return reportOf(inLanes(nodes), {
    interrupted: true,
    ...(count > 100 ? { rollout: courseOf(nodes.map(({ node }) => node)), hooks: HOOKS } : {}),
    warnings: [safeText('kolla: globals.yml has no prometheus_port; 9091 is assumed')],
  })
}

function nightNode(name: string, at: number, count: number): NodeReport {
  const broken = brokenNode(name, at)
  if (broken !== undefined) return broken
  if (at > count - 20) return unfinished(name, at > count - 8 ? 'untouched' : 'interrupted', at)
  if (at >= 120 && at < 128) return rolledBack(name, at)
  const node = verifiedNode(name, at % 3 === 0 ? 'noop' : at % 3 === 1 ? 'reload' : 'recreate', at)
  return at % 50 === 1 ? { ...node, differences: [ELSEWHERE] } : node
}

function brokenNode(name: string, at: number): NodeReport | undefined {
  const address = `10.0.${at >> 8}.${at & 255}`
  if (at >= 700 && at < 724)
    return failedNode(name, {
      ...FAILURES['ssh-unreachable'],
      address,
      cause: 'timed-out',
      evidence: safeText(''),
    })
  if (at === 333) return failedNode(name, { ...FAILURES['host-key-changed'], address })
  if (at === 812) return failedNode(name, FAILURES['disk-full'], 'stage')
  if (at % 97 === 5) return failedNode(name, FAILURES['pull-failed'], 'stage')
  const finding = foundAt(at)
  return finding === undefined ? undefined : unprovenNode(name, finding, at)
}

function foundAt(at: number): Partial<Record<CheckName, Finding>> | undefined {
  if (at % 251 === 11) return { targets: FINDINGS['targets-down'] }
  if (at % 203 === 44) return { arrival: FINDINGS['not-arrived'] }
  if (at === 512) return { container: FINDINGS['container-not-running'] }
  return at === 513 ? { configuration: FINDINGS['config-differs'] } : undefined
}

const ELSEWHERE = {
  job: 'libvirt',
  expected: safeText('10.0.0.11:9177'),
  found: safeText('*:9177 (libvirt-exporter)'),
  used: safeText('127.0.0.1:9177'),
}

function rolledBack(name: string, at: number): NodeReport {
  const node = verifiedNode(name, 'recreate', at)
  const last = node.steps.at(-1)?.to ?? 0
  return {
    ...node,
    state: 'rolled-back',
    previous: 'aa17d24f1c09',
    rollback: { to: 'aa17d24f1c09', scope: 'batch' },
    gap: 31,
    steps: [...node.steps, { phase: 'rollback', from: last, to: last + 4000, outcome: 'changed' }],
  }
}

function courseOf(names: readonly string[]): Rollout {
  return {
    batches: [
      { nodes: names.slice(0, 1), state: 'done' },
      { nodes: names.slice(1, 200), state: 'rolled-back' },
      { nodes: names.slice(200), state: 'not-started' },
    ],
    failures: { allowed: 2, count: 3 },
    ending: 'max-failures-exceeded',
    reason: safeText('3 of 199 nodes are not verified'),
  }
}

/** Every text of every node is one of the hard ones, and every kind of failure and finding is there. */
export function hardTexts(count: number): Report {
  const nodes = Array.from({ length: count }, (_, at) => hardNode(at))
  const [first] = HARD_TEXTS
  return reportOf(nodes, {
    interrupted: true,
    warnings: HARD_TEXTS.map((text) => safeText(text)),
    rollout: { ...courseOf(nodes.map(({ node }) => node)), reason: safeText(first) },
    tenant: first,
    manifest: hard(3),
    verb: hard(4),
    run: hard(1),
  })
}

function hard(at: number): string {
  return HARD_TEXTS[at % HARD_TEXTS.length] ?? ''
}

function hardNode(at: number): NodeReport {
  const text = safeText(hard(at))
  const name = `${hard(at).slice(0, 60)}-${at}`
  const difference = { field: hard(at), expected: text, found: text }
  const findings: readonly Finding[] = [
    { kind: 'config-differs', differences: [difference] },
    { kind: 'container-restarting', restarts: 3, log: text },
    { kind: 'targets-down', expected: 2, targets: [{ job: hard(at), url: hard(at), error: text }] },
  ]
  const check: CheckName = (['configuration', 'container', 'targets'] as const)[at % 3] ?? 'targets'
  const made = [
    (): NodeReport =>
      failedNode(name, { reason: 'command-failed', during: hard(at), exitCode: 1, evidence: text }, 'stage'),
    (): NodeReport => unprovenNode(name, { [check]: findings[at % findings.length] }, at),
    (): NodeReport => unfinished(name, 'interrupted', at),
    (): NodeReport => unfinished(name, 'untouched', at),
    (): NodeReport => verifiedNode(name, 'repair', at),
  ][at % 5]
  return {
    ...(made?.() ?? verifiedNode(name)),
    groups: at % 2 === 0 ? [hard(at), hard(at + 1)] : [],
    reasons: [{ field: hard(at), current: text, desired: text }],
    differences: [{ job: hard(at), expected: text, found: text, used: text }],
    generation: hard(at),
    rollback: { to: hard(at), scope: 'node' },
    gap: 31,
  }
}
