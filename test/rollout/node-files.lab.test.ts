import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { outcomeOf as precheckOf, prechecks, resultOf } from '../prechecks/run.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { onAll } from '../support/on-nodes.ts'
import { nodeOf, type RunResult, reportOf, rollout } from '../support/run.ts'

/** With the compose plugin, and with version 1. */
const NODES = ['cmp1', 'cmp2'] as const
const WORKER = 'openstack-worker-prometheus'
const LIMIT = ['--limit', NODES.join(',')] as const

const PROXIES = {
  proxies: { default: { httpProxy: 'http://127.0.0.1:1', httpsProxy: 'http://127.0.0.1:1' } },
}
const CLIENT = '/root/.docker/config.json'

/** What is on a node where somebody ran a worker by hand, under a umask of 077, behind a proxy. */
const BY_HAND = [
  'umask 077 && mkdir -p /opt/mimir-worker/releases /root/.docker',
  `printf '%s\\n' 'no variable' '"never closed' > /opt/mimir-worker/.env`,
  `echo '${JSON.stringify(PROXIES)}' > ${CLIENT}`,
].join(' && ')

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await fleet()
  await stripAll(lab, 'images')
  inventory = await manifest(lab, 'node-files', { worker: { listen: 'api_interface:29091' } })
})

async function onBoth(command: string): Promise<string[]> {
  return Promise.all(NODES.map(async (node) => on(lab, node, command)))
}

function reasonsOf(ended: RunResult, node: string): string[] {
  return nodeOf(reportOf(ended), node).reasons.map(({ field }) => field)
}

describe('what somebody left on the nodes', () => {
  let ended: RunResult

  beforeAll(async () => {
    await onBoth(BY_HAND)
    ended = await rollout(inventory, ...LIMIT, '--output', 'json')
    return async () => onBoth(`rm -f ${CLIENT} /opt/mimir-worker/.env`)
  })

  it('keeps no worker from being verified, by either compose', () => {
    expect(ended.exitCode).toBe(0)
    expect(NODES.map((node) => nodeOf(reportOf(ended), node).state)).toEqual(['verified', 'verified'])
  })

  it('makes no worker unhealthy: its own check goes through no proxy', async () => {
    const url = `docker inspect --format '{{index .Config.Healthcheck.Test 4}}' ${WORKER}`
    const checked = await onBoth(`docker exec ${WORKER} promtool check ready "$(${url})" 2>&1`)
    expect(checked.every((text) => text.includes('is Ready'))).toBe(true)
    const found = await onBoth(`docker inspect --format '{{json .Config.Env}}' ${WORKER}`)
    expect(found.every((text) => text.includes('"HTTP_PROXY="') && text.includes('"http_proxy="'))).toBe(true)
  })

  it('is opened to the worker’s user, and that is noted on the node', async () => {
    expect(await onBoth("stat -c '%a' /opt/mimir-worker /opt/mimir-worker/releases")).toEqual([
      '755\n755',
      '755\n755',
    ])
    const notes = await onBoth('grep -c "opened.*/opt/mimir-worker" /opt/mimir-worker/journal')
    expect(notes).toEqual(['2', '2'])
  })

  it('is found where it comes later, before the next start would show it', async () => {
    await onBoth('chmod 700 /opt/mimir-worker')
    const again = await rollout(inventory, ...LIMIT, '--output', 'json')
    expect(again.exitCode).toBe(0)
    expect(reasonsOf(again, 'cmp1')).toEqual(['mode of .'])
    expect(await onBoth("stat -c '%a' /opt/mimir-worker")).toEqual(['755', '755'])
  })
})

describe('what prechecks say of a node', () => {
  const AWAY = '/root/away'

  /** Takes commands off a node until the returned function puts them back. */
  async function without(node: string, ...tools: string[]): Promise<() => Promise<void>> {
    const paths = await on(lab, node, `command -v ${tools.join(' ')}`)
    const moves = paths.split('\n').map((path) => `mv ${path} ${AWAY}/`)
    await on(lab, node, `mkdir -p ${AWAY} && ${moves.join(' && ')}`)
    return async () => {
      const back = paths.split('\n').map((path) => `mv ${AWAY}/${path.replace(/^.*\//u, '')} ${path}`)
      await on(lab, node, back.join(' && '))
    }
  }

  it('without ss is what its kernel says: nothing is missing, and no port is free that is not', async () => {
    const back = await without('cmp1', 'ss')
    try {
      await on(lab, 'cmp1', `docker rm -f ${WORKER}`)
      const ofSshd = await manifest(lab, 'node-files-taken', { worker: { listen: 'api_interface:22' } })
      const ended = await prechecks(ofSshd, '--limit', 'cmp1')
      expect(precheckOf(ended, 'cmp1', 'port')).toBe('failed port-taken')
      expect(precheckOf(ended, 'cmp1', 'exporter', 'node_exporter')).toBe('passed good')
      const other = await prechecks(inventory, '--limit', 'cmp1')
      expect(precheckOf(other, 'cmp1', 'port')).toBe('passed good')
    } finally {
      await back()
    }
  })

  it('whose docker is podman’s names podman', async () => {
    const back = await without('cmp2', 'docker')
    try {
      const shim = '#!/bin/sh\\necho Emulate Docker CLI using podman. >&2\\necho podman version 4.3.1\\n'
      await on(lab, 'cmp2', `printf '${shim}' > /usr/bin/docker && chmod +x /usr/bin/docker`)
      const ended = await prechecks(inventory, '--limit', 'cmp2')
      expect(precheckOf(ended, 'cmp2', 'engine')).toBe('failed engine-podman')
      const report = reportOf(await rollout(inventory, '--limit', 'cmp2', '--output', 'json'))
      expect(nodeOf(report, 'cmp2').failure?.reason).toBe('engine-podman')
    } finally {
      await back()
    }
  })

  it('names a credential helper that is not there, and a rollout fails with that cause', async () => {
    await on(lab, 'cmp1', `echo '{"credsStore":"desktop"}' > ${CLIENT}`)
    try {
      const other = await manifest(lab, 'node-files-image', {
        worker: { image: 'registry.lab/prom/prometheus:v2.999.9' },
      })
      const ended = await prechecks(other, '--limit', 'cmp1')
      expect(resultOf(ended, 'cmp1', 'engine').message).toContain('docker-credential-desktop')
      const report = reportOf(await rollout(other, '--limit', 'cmp1', '--output', 'json'))
      expect(nodeOf(report, 'cmp1').failure).toMatchObject({
        reason: 'pull-failed',
        cause: 'credential-helper',
      })
    } finally {
      await on(lab, 'cmp1', `rm ${CLIENT}`)
    }
  })

  it('tries to write where a rollout will, and says why it cannot', async () => {
    await on(lab, 'cmp2', 'mount -t tmpfs -o ro none /opt')
    try {
      const ended = await prechecks(inventory, '--limit', 'cmp2')
      expect(precheckOf(ended, 'cmp2', 'files')).toBe('failed not-writable')
    } finally {
      await on(lab, 'cmp2', 'umount /opt')
    }
    const listing = 'ls -A /opt/mimir-worker'
    const before = await onAll(lab, `${listing} 2>/dev/null || true`)
    await prechecks(inventory)
    expect(await onAll(lab, `${listing} 2>/dev/null || true`)).toEqual(before)
  })
})
