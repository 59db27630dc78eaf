import { expect, it } from 'vitest'
import { oneMachineProblems } from '../../src/fleet/one-machine.ts'
import { cloudOf } from '../kolla/cloud-of.ts'
import { sentence } from '../kolla/sentence.ts'

/** The problems of an inventory with these lines of control and compute, by severity. */
function problems(
  control: string,
  compute: string,
  { chosen, port }: { readonly chosen?: readonly string[]; readonly port?: number } = {},
): string[] {
  const multinode = `[control]\n${control}\n[compute]\n${compute}\n[baremetal:children]\ncontrol\ncompute\n`
  const { cloud } = cloudOf({ '/i/multinode': multinode })
  if (cloud === undefined) throw new Error('there is no cloud')
  const names = chosen ?? cloud.nodes.map(({ name }) => name)
  return oneMachineProblems(cloud, names, port).map(sentence)
}

const SAME = [
  'error /i/multinode:4:6 host cmp1: is the machine at 10.0.0.11:22, as is mon1 (/i/multinode:2:6): a machine is one node; keep one of the names, or correct ansible_host and ansible_port',
]

it('refuses one address and port under two names, with both lines', () => {
  expect(problems('mon1 ansible_host=10.0.0.11', 'cmp1 ansible_host=10.0.0.11')).toEqual(SAME)
  expect(problems('mon1 ansible_host=10.0.0.11', 'cmp1 ansible_host=10.0.0.11 ansible_port=22')).toEqual(SAME)
})

it('refuses it too where only one of the names is to be changed, and is silent where neither is', () => {
  const [control, compute] = ['mon1 ansible_host=10.0.0.11\nctl1', 'cmp1 ansible_host=10.0.0.11']
  expect(problems(control, compute, { chosen: ['cmp1'] })).toHaveLength(1)
  expect(problems(control, compute, { chosen: ['ctl1'] })).toEqual([])
})

it('refuses a name that is the address of another, and one address in two notations', () => {
  expect(problems('10.0.0.11', 'cmp1 ansible_host=10.0.0.11')).toEqual([
    'error /i/multinode:4:6 host cmp1: is the machine at 10.0.0.11:22, as is 10.0.0.11: a machine is one node; keep one of the names, or correct ansible_host and ansible_port',
  ])
  expect(problems('mon1 ansible_host=fd00::1', 'cmp1 ansible_host=fd00:0:0::1')).toHaveLength(1)
  expect(problems('mon1 ansible_host=N1.example', 'cmp1 ansible_host=n1.example.')).toHaveLength(1)
})

it('refuses this machine under two names', () => {
  const [found] = problems('mon1 ansible_connection=local', 'cmp1 ansible_connection=local')
  expect(found).toContain('is this machine, as is mon1')
})

it('takes ports of one address for nodes of their own, and says so once', () => {
  const compute = [2201, 2202, 2203, 2204, 2205].map(
    (port, at) => `cmp${at} ansible_host=gw ansible_port=${port}`,
  )
  expect(problems('ctl1', compute.join('\n'))).toEqual([
    'warning /i/multinode:4:6 host cmp0: has the address gw with the port 2201, and so with other ports have cmp1 (2202), cmp2 (2203), cmp3 (2204) and 1 more; see that each port leads to a machine of its own; nodes that are one machine fail in the plan',
  ])
})

it('does not, where the manifest has one port for all', () => {
  const compute = 'cmp1 ansible_host=gw ansible_port=2201\ncmp2 ansible_host=gw ansible_port=2202'
  expect(problems('ctl1', compute, { port: 22 })[0]).toContain('cmp2: is the machine at gw:22, as is cmp1')
})

it('takes one address behind two jump hosts for two machines', () => {
  const behind = (jump: string) => `ansible_host=10.0.0.11 ansible_ssh_common_args='-J ${jump}'`
  expect(problems(`ctl1 ${behind('a')}`, `cmp1 ${behind('b')}`)).toEqual([])
})

it('warns of names that differ in case alone', () => {
  expect(problems('Node1 ansible_host=10.0.0.1', 'node1 ansible_host=10.0.0.2')).toEqual([
    'warning  host Node1: differs from node1 in upper and lower case only; give one machine one name; nodes that are one machine fail in the plan',
  ])
})

it('says nothing of a cloud in which each machine has one name', () => {
  expect(problems('ctl1\nctl2 ansible_host=10.0.0.2', 'cmp1 ansible_host=10.0.0.3')).toEqual([])
})
