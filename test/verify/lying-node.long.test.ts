import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { eventually, on } from '../lab/lab/observe.ts'
import { ssh } from '../lab/lab/ssh.ts'
import { IMAGE } from '../support/manifest.ts'
import { query } from '../support/mimir.ts'
import {
  asItShallBe,
  DIRECTORY,
  fleet,
  metric,
  NODES,
  proofManifest,
  ready,
  says,
  tearLog,
  WORKER,
} from './fleet.ts'
import { type Verdicts, verify } from './verify.ts'

const MOUNTED = '/etc/mimir-worker/current/prometheus.yml'
const RUN = 'docker run -d --network host'
const CALLED_HEALTHY = /^0 .*Healthy/su
const FLAGS = `${IMAGE} --storage.tsdb.path=/prometheus`

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await fleet()
  inventory = await proofManifest(lab, 'lying-node')
  await asItShallBe(lab, inventory)
})

describe('nodes that look well and are not', () => {
  let verdicts: Verdicts
  let naive: { compose2: string; compose1: number; reloadedAt: number; movedAt: number }

  /** A Prometheus in the way, and compose's plugin that waits for a container without a health check. */
  async function crashLoop(node: string): Promise<string> {
    const other = `${RUN} --name stranger ${FLAGS} --config.file=/etc/prometheus/prometheus.yml --web.listen-address=127.0.0.1:9091`
    await on(lab, node, `docker rm -f ${WORKER} && ${other}`)
    await ready(lab, node)
    const up = `cd ${DIRECTORY} && sed '/healthcheck:/,/start_period:/d' docker-compose.yml >/root/guide.yml && docker compose -p mimir-worker -f /root/guide.yml up -d --wait --force-recreate`
    // It sees no more than a moment, which may happen to be one between two crashes.
    return eventually(
      async () => {
        const { stderr, exitCode } = await ssh(lab, node, up)
        return `${exitCode} ${stderr}`
      },
      (said) => CALLED_HEALTHY.test(said),
      60_000,
    )
  }

  /** The engine waits twice as long each time, and in between is when the loop is seen. */
  async function crashesSeldom(node: string): Promise<void> {
    const state = `docker inspect --format '{{.RestartCount}} {{.State.Status}}' ${WORKER}`
    const isSeldom = (said: string): boolean => /^(?:[89]|\d\d+) restarting/u.test(said)
    const said = await eventually(() => on(lab, node, state), isSeldom, 120_000)
    if (!isSeldom(said)) throw new Error(`no crash loop: ${said}`)
  }

  async function unknownFlag(node: string): Promise<number> {
    const typed = `docker rm -f ${WORKER} >/dev/null && cd ${DIRECTORY} && docker-compose up -d --wait`
    return (await ssh(lab, node, typed)).exitCode
  }

  /** A single file is mounted, replaced by rename as editors and Ansible do it, and loaded again. */
  async function staleInode(node: string): Promise<{ reloadedAt: number; movedAt: number }> {
    const file = `$(readlink -f ${DIRECTORY}/current/prometheus.yml)`
    await on(lab, node, `cp -p ${file} /root/good.yml; echo '# of yesterday' >>${file}`)
    const mounts = `-v mimir-worker-data:/prometheus -v ${file}:${MOUNTED}:ro`
    await on(
      lab,
      node,
      `docker rm -f ${WORKER}; ${RUN} --name ${WORKER} ${mounts} ${FLAGS} --config.file=${MOUNTED} --web.listen-address=127.0.0.1:9091`,
    )
    await ready(lab, node)
    const movedAt = Number(
      await on(lab, node, `mv /root/good.yml ${file}; date +%s; docker kill -s HUP ${WORKER} >/dev/null`),
    )
    const reloaded = 'prometheus_config_last_reload_success_timestamp_seconds'
    const reloadedAt = await eventually(
      () => metric(lab, node, reloaded),
      (time = 0) => time >= movedAt,
    )
    return { reloadedAt: reloadedAt ?? 0, movedAt }
  }

  /** The worker's container listens elsewhere, and another Prometheus with its files where the worker should. */
  async function otherPrometheus(node: string): Promise<void> {
    const start = (name: string, port: number): string =>
      `${RUN} --name ${name} -v ${DIRECTORY}:/etc/mimir-worker:ro ${FLAGS} --config.file=${MOUNTED} --web.listen-address=127.0.0.1:${port}`
    await on(lab, node, `docker rm -f ${WORKER}; ${start(WORKER, 9099)} && ${start('stranger', 9091)}`)
    await ready(lab, node)
  }

  /**
   * A worker on one node that sends under the name of another, as a cloned machine does; of itself only, for the lab's
   * master is slow to refuse thousands of series one by one, and what is late is refused more and more.
   */
  async function equalSeries(host: string, as: string): Promise<void> {
    const job = {
      job_name: 'prometheus-worker',
      static_configs: [{ targets: ['127.0.0.1:9099'], labels: { instance: as, node: as } }],
      metric_relabel_configs: [
        { source_labels: ['__name__'], regex: 'process_start_time_seconds', action: 'keep' },
      ],
    }
    const rendered = `${DIRECTORY}/current/prometheus.yml`
    const config = [
      `sed -n '1,/^scrape_configs:/p' ${rendered}`,
      `echo '- ${JSON.stringify(job)}'`,
      `sed -n '/^remote_write:/,$p' ${rendered}`,
    ].join('; ')
    const flags = '--config.file=/clone/prometheus.yml --web.listen-address=127.0.0.1:9099'
    await on(
      lab,
      host,
      `mkdir -p /root/clone && { ${config}; } >/root/clone/prometheus.yml && ${RUN} --name stranger -v /root/clone:/clone:ro ${FLAGS} ${flags}`,
    )
  }

  beforeAll(async () => {
    const [compose2, compose1, moved] = await Promise.all([
      crashLoop('cmp1'),
      unknownFlag('cmp2'),
      staleInode('cmp3'),
      otherPrometheus('cmp4'),
      tearLog(lab, 'cmp5'),
      equalSeries('cmp2', 'cmp6'),
    ])
    naive = { compose2, compose1, ...moved }
    const mixed = 'resets(process_start_time_seconds{node="cmp6",job="prometheus-worker"}[30s]) > 0'
    const jumps = await eventually(
      () => query(lab, 'openstack', mixed),
      (series) => series.length > 0,
    )
    if (jumps.length === 0) throw new Error('the samples of the two workers do not mix')
    await crashesSeldom('cmp1')
    verdicts = await verify(inventory, NODES)
  })

  it('end both runs with 1, and tell people in both languages all that the reports say', () => {
    expect(verdicts.exitCodes).toEqual([1, 1])
    expect(verdicts.untold).toEqual([])
  })

  it('are called what they are: a crash loop that `up --wait` calls healthy', () => {
    expect(naive.compose2).toMatch(CALLED_HEALTHY)
    expect(verdicts.failed('cmp1')).toEqual(['container'])
    const { kind, cause, en, ko } = verdicts.check('cmp1', 'container')
    expect([kind, cause]).toEqual(['container-restarting', 'port-taken'])
    expect(en).toMatch(/keeps restarting \(\d+ times\); another program uses its port/u)
    expect(en).toContain('set worker.listen in the manifest to a free port')
    expect(ko).toContain('다른 프로그램이 그 포트를 사용하고 있습니다')
    expect(ko).toContain('worker.listen')
  })

  it('are called what they are: compose 1 that knows no --wait, does nothing and exits with 0', () => {
    expect(naive.compose1).toBe(0)
    expect(verdicts.failed('cmp2')).toEqual(['container'])
    const { kind, en, ko } = verdicts.check('cmp2', 'container')
    expect(kind).toBe('container-missing')
    expect(en).toContain('run rollout')
    expect(ko).toContain('rollout을 실행하면')
  })

  it('are called what they are: a reload that succeeds and loads the old inode', async () => {
    expect(await metric(lab, 'cmp3', 'prometheus_config_last_reload_successful')).toBe(1)
    expect(naive.reloadedAt).toBeGreaterThanOrEqual(naive.movedAt)
    expect(verdicts.failed('cmp3')).toEqual(['configuration'])
    const { kind, en, ko } = verdicts.check('cmp3', 'configuration')
    expect(kind).toBe('file-differs')
    expect(en).toContain('the running worker sees a different prometheus.yml than the one on disk')
    expect(en).toContain('run rollout to recreate the container, which has a stale mount')
    expect(ko).toContain('이전 마운트')
  })

  it('are called what they are: another Prometheus on the port, with the flags and files of the worker', async () => {
    expect(await says(lab, 'cmp4', '/-/healthy')).toContain('200 OK')
    expect(verdicts.failed('cmp4')).toEqual(['identity'])
    const { kind, en, ko } = verdicts.check('cmp4', 'identity')
    expect(kind).toBe('other-prometheus')
    expect(en).toContain('holder of the port')
    expect(en).toContain('set worker.listen in the manifest to a free one')
    expect(ko).toContain('worker.listen을 빈 포트로')
  })

  it('are called what they are: a worker that is ready, and cut off a log that it had not sent', async () => {
    expect(await says(lab, 'cmp5', '/-/ready')).toContain('200 OK')
    expect(verdicts.failed('cmp5')).toEqual(['targets'])
    const { kind, en, ko } = verdicts.check('cmp5', 'targets')
    expect(kind).toBe('log-repaired')
    expect(en).toContain('samples that were not sent before are lost')
    expect(en).toContain('run rollout, which restarts the worker with an intact WAL')
    expect(ko).toContain('WAL이 손상되어')
    expect(ko).toContain('rollout을 실행하면')
  })

  it('are called what they are: two workers whose equal series are mixed into one', async () => {
    const up = await query(lab, 'openstack', 'up{node="cmp6",job="prometheus-worker"}')
    expect(up.map(({ value }) => value)).toEqual([1])
    expect(verdicts.failed('cmp6')).toContain('fleet')
    const { kind, en, ko } = verdicts.check('cmp6', 'fleet')
    expect(kind).toBe('two-senders')
    expect(en).toContain('every node needs its own labels: look for a second worker')
    expect(ko).toContain('여러 워커가 이 노드 이름으로 보냅니다')
  })

  it('are well after what the remedies say: strangers stopped, and one rollout', async () => {
    await asItShallBe(lab, inventory)
    expect((await verify(inventory, NODES)).exitCodes).toEqual([0, 0])
  })
})
