import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Facts } from '../../../../../roles/mimir-worker/node/facts.ts'
import { readFacts } from '../../../../../roles/mimir-worker/node/read-facts.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { isRecord } from '../../../../../src/values/json.ts'
import { installedAnsible, run } from '../../../../kolla/ansible.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { answerOf, nodeWorld, type Told, type World } from '../node-world.ts'

const SERVICE = 'openstack-worker-prometheus'
const { python, skipped } = installedAnsible()

let world: World

beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => {
  world.remove()
})

const observing = (asked: string): string =>
  program('observe', {
    DIRECTORY: world.directory,
    SERVICE,
    LISTEN: '',
    LISTEN_HOST: '',
    LISTEN_PORT: '1',
    MOUNTED_AT: world.directory,
    INTERFACE: asked,
    ADDRESS: '',
    PORTS: '',
  })

const BARE: Told = {
  'docker container inspect *': { exit: 1, stderr: `Error: No such container: ${SERVICE}` },
  'docker version --format *': { stdout: '20.10.24' },
  'docker images *': {},
  'ss -ltnHp': {},
}

describe.each(SHELLS)('the default route, in $name', (shell: Shell) => {
  const observe = (asked: string, told: Told): Facts => {
    world.tell({ ...BARE, ...told })
    const answer = answerOf(world.run(shell, observing(asked)))
    if (!answer.ok) throw new Error(answer.failure)
    return readFacts(answer.value)
  }

  it('gives its interface or its address, as it does to Ansible', () => {
    const route = '[{"dst":"8.8.8.8","gateway":"10.0.0.1","dev":"bond0.1","prefsrc":"10.0.0.13","flags":[]}]'
    const addresses =
      '[{"addr_info":[{"scope":"global","local":"10.0.0.12"},{"scope":"global","local":"10.0.0.13"}]}]'
    const told = {
      'ip -j -4 route get 8.8.8.8': { stdout: route },
      'ip -j addr show dev bond0.1': { stdout: addresses },
    }
    expect(observe('@ipv4', told).addresses).toEqual(['10.0.0.12', '10.0.0.13'])
    expect(observe('@ipv4.address', told).addresses).toEqual(['10.0.0.13'])
  })

  it.each(['@ipv6', '@ipv6.address'])('that is not there has no address: %s', (asked) => {
    const none = { exit: 2, stderr: 'RTNETLINK answers: Network is unreachable' }
    const facts = observe(asked, { 'ip -j -6 route get *': none, 'ip -j addr show dev *': { exit: 1 } })
    expect(facts.addresses).toBeUndefined()
    expect(facts.interfaces).toContain('lo')
  })
})

describe.skipIf(python === '')(`the default route of this machine${skipped}`, () => {
  it('is the one that Ansible gathers', async () => {
    const [name = '', text = ''] = (
      await run('ansible', [
        'localhost',
        '-c',
        'local',
        '-o',
        '-m',
        'setup',
        '-a',
        'gather_subset=!all,network',
      ])
    ).split(/ \| SUCCESS => /u)
    expect(name).toBe('localhost')
    const said: unknown = JSON.parse(text)
    const facts = isRecord(said) && isRecord(said['ansible_facts']) ? said['ansible_facts'] : {}
    const route = isRecord(facts['ansible_default_ipv4']) ? facts['ansible_default_ipv4'] : {}
    const there = [route['address']].filter((address) => address !== undefined)
    const own = await observed('@ipv4')
    expect(await observed('@ipv4.address')).toEqual(there.length === 0 ? undefined : there)
    expect(there.filter((address) => !(own ?? []).some((one) => one === address))).toEqual([])
  }, 60_000)

  const observed = async (asked: string): Promise<readonly string[] | undefined> => {
    const stdout = await run('sh', [], observing(asked))
    const answer = answerOf({ stdout, stderr: '', exitCode: 0, signal: null })
    if (!answer.ok) throw new Error(answer.failure)
    return readFacts(answer.value).addresses
  }
})
