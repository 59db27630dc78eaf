import { expect } from 'vitest'
import { type Inspection, readInspection } from '../../../../../roles/mimir-worker/prechecks/inspection.ts'
import { pushBody } from '../../../../../roles/mimir-worker/prechecks/sample.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import type { Shell } from '../../../../remote/shells.ts'
import { answerOf, type Told, type World } from '../node-world.ts'

export const BODY = pushBody({
  labels: { __name__: 'x', node: '\u0000\n\r' },
  value: 0,
  at: 1_795_377_000_000,
})
export const SECRET = 'Bearer s3cret"\\$(id)'

/** A node on which all is well, as its engine tells it. */
export const WELL: Told = {
  'docker --version': { stdout: 'Docker version 26.1.5, build a72d7cd\n' },
  'docker version --format *': { stdout: '26.1.5 1.45\n' },
  'docker compose version --short': { stdout: '2.26.1\n' },
  'docker compose version': {},
  'docker compose -p kolla-mimir-precheck *': {},
  'docker --help': { stdout: 'Usage:  docker\n' },
  'docker ps --all *': { stdout: 'prometheus_node_exporter Up 3 hours\nkeystone Up 3 hours\n' },
  'docker container inspect *': {
    stdout: '/prometheus_node_exporter host\n',
    stderr: 'No such container: x',
    exit: 1,
  },
  'docker info *': { stdout: '/var/lib/docker\n' },
  'docker-compose version --short': { stdout: '1.29.2\n' },
  'docker-compose -p kolla-mimir-precheck *': {},
}

/** Runs prechecks on that node, with a Mimir on that port of the loopback. */
export function inspectIn(
  { world, port }: { readonly world: World; readonly port: number },
  shell: Shell,
  changes: Readonly<Record<string, string>> = {},
  before = '',
): Inspection {
  const mimir = `http://127.0.0.1:${port}`
  const text = program('prechecks', {
    DIRECTORY: `${world.directory}/not/there yet`,
    GROUP: String(process.getgid?.() ?? 0),
    CONTAINERS: 'prometheus_node_exporter x',
    MIMIR_HOST: 'localhost',
    READY_URL: `${mimir}/ready`,
    PUSH_URL: `${mimir}/push`,
    HEADERS: `X-Scope-OrgID: openstack\nAuthorization: ${SECRET}`,
    CA: '',
    BODY: Buffer.from(BODY).toString('base64'),
    BODY_LENGTH: String(BODY.length),
    KOLLA_CA: '',
    TARGETS: `node_exporter 5 node_uname_info - c ${mimir}/metrics\ncadvisor 5 - - c ${mimir}/nothing\nback 5 up - c http://127.0.0.1:9/metrics`,
    COUNT: '',
    LOGIN_FOR: '',
    LOGIN: '',
    ...changes,
  })
  const ran = world.run(shell, `${before}\n${text}`)
  const answer = answerOf(ran)
  if (!answer.ok) throw new Error(`${answer.failure}${ran.stderr}`)
  expect({ exitCode: ran.exitCode, stderr: ran.stderr }).toEqual({ exitCode: 0, stderr: '' })
  return readInspection(answer.value)
}
