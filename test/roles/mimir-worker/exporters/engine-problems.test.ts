import { describe, expect, it } from 'vitest'
import { engineProblems } from '../../../../roles/mimir-worker/exporters/engine-problems.ts'
import { smallCloud } from '../small-cloud.ts'

const HOSTS = { control: ['ctl1'], compute: ['cmp1', 'cmp2'] }
const NAMES = ['ctl1', 'cmp1', 'cmp2']

describe('the container engine of Kolla', () => {
  it.each(['', 'kolla_container_engine: docker'])('is Docker with: %s', (globals) => {
    expect(engineProblems(NAMES, smallCloud({ release: '2025.1', hosts: HOSTS, globals }).cloud)).toEqual([])
  })

  it('is refused for all nodes at once, where it is written, with no --limit that would leave none', () => {
    const globals = 'kolla_container_engine: podman'
    const { cloud } = smallCloud({ release: '2025.1', hosts: HOSTS, globals })
    expect(engineProblems(NAMES, cloud)).toMatchObject([
      {
        severity: 'error',
        at: { file: '/etc/kolla/globals.yml' },
        path: 'kolla_container_engine',
        message: 'is podman on ctl1, cmp1, cmp2, and only docker is supported yet',
        remedy: 'if Kolla runs Docker there, correct the value',
      },
    ])
  })

  it('is refused for the hosts that have a variable of their own, and for no others', () => {
    const files = {
      'host_vars/cmp2.yml': 'kolla_container_engine: podman\n',
      'host_vars/cmp1.yml': 'kolla_container_engine: docker\n',
    }
    const { cloud } = smallCloud({ release: '2025.1', hosts: HOSTS, files })
    expect(engineProblems(['ctl1', 'cmp1'], cloud)).toEqual([])
    expect(engineProblems(NAMES, cloud)).toMatchObject([
      {
        at: { file: 'host_vars/cmp2.yml', line: 1 },
        message: 'is podman on cmp2, and only docker is supported yet',
        remedy: "exclude them: --limit 'all:!cmp2'; if Kolla runs Docker there, correct the value",
      },
    ])
  })
})
