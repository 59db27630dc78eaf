import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readFacts } from '../../../../../roles/mimir-worker/node/read-facts.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { answerOf, nodeWorld, QUESTIONS, type World } from '../node-world.ts'
import { type StandIn, workerStandIn } from '../worker-stand-in.ts'

const SERVICE = 'openstack-worker-prometheus'
const STARTED = '2023-11-14T22:13:20.123456789Z'
const LOGS = `docker logs --since ${STARTED} ${SERVICE}`
const REPLAY = 'level=info msg="replaying WAL, this may take a while"\n'
const REPAIR = 'level=warn msg="encountered WAL read error, attempting repair" err="corruption in segment 0"'

let world: World
let agent: StandIn

beforeAll(async () => {
  const data = JSON.stringify({ status: 'success', data: {} })
  agent = await workerStandIn({
    '/api/v1/status/runtimeinfo': data,
    '/api/v1/status/flags': data,
    '/api/v1/status/config': data,
    '/api/v1/targets?state=active': data,
    // As Prometheus 2.53 and 3.5 tell it, whatever they repaired.
    '/metrics': 'prometheus_agent_corruptions_total 0\n',
  })
})
afterAll(async () => agent.end())
beforeEach(() => {
  world = nodeWorld()
  world.provide('curl')
})
afterEach(() => world.remove())

/** The line in which the agent tells of a repair, where its container wrote this since it was started. */
function repairSeen(shell: Shell, log: string): string | undefined {
  const container = JSON.stringify({ id: 'c1', restarts: 0, status: 'running', startedAt: STARTED })
  world.tell({
    'docker container inspect --format *': { stdout: `${process.pid} ${container}\n` },
    ...QUESTIONS,
    'ss -ltnH': {},
    [LOGS]: { stderr: log },
  })
  const variables = {
    DIRECTORY: world.directory,
    PROJECT: 'mimir-worker',
    SERVICE,
    IMAGE: 'prom/prometheus:v3.5.3',
    LISTEN: `127.0.0.1:${agent.port}`,
    LISTEN_HOST: '127.0.0.1',
    LISTEN_PORT: String(agent.port),
    MOUNTED_AT: world.directory,
    INTERFACE: '',
    ADDRESS: '',
    PORTS: '',
    MIMIR_HOST: '',
    MIMIR_PORT: '9009',
  }
  const ran = world.run(shell, program('observe', variables))
  const answer = answerOf(ran)
  if (!answer.ok) throw new Error(`${answer.failure}${ran.stderr}`)
  expect(world.calls()).toContain(LOGS)
  return readFacts(answer.value).repair
}

describe.each(SHELLS)('observe in $name', (shell) => {
  it('asks the log of an agent whether it repaired what it had written, for its counter does not tell', () => {
    expect(repairSeen(shell, `${REPLAY}${REPAIR}\n${REPAIR}\n`)).toBe(REPAIR)
    expect(repairSeen(shell, REPLAY)).toBeUndefined()
  })
})
