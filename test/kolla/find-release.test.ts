import { describe, expect, it } from 'vitest'
import type { KollaSources } from '../../src/kolla/cloud.ts'
import { cloudOf, shown } from './cloud-of.ts'

const SHOWN =
  "on a node, `docker ps` or `podman ps` shows it in the tag of Kolla's images, which import reads with --ask-nodes"
const WRITE_IT = `write kolla.release in the manifest, as "2025.1", or kolla.installation, the virtual environment of kolla-ansible; ${SHOWN}`

describe('the release', () => {
  const files = { '/i/multinode': '[control]\nc1\n', '/k/globals.yml': 'a: 1\n' }
  const released = (more: Record<string, string>, sources: Partial<KollaSources> = {}) => {
    const { cloud, problems } = cloudOf({ ...files, ...more }, sources)
    return [cloud?.release, cloud?.version, problems.filter((text) => text.includes('kolla.release:'))]
  }

  it('is found in openstack_release, also with something after it', () => {
    expect(released({ '/k/globals.yml': 'openstack_release: 2024.1-site7\n' })).toEqual([
      '2024.1',
      undefined,
      [],
    ])
    expect(released({ '/k/globals.yml': 'openstack_release: 2024.1\n' })).toEqual(['2024.1', undefined, []])
  })

  it.each([
    ['"18.2.0"', '2024.1'],
    ['20.4.0-site7', '2025.1'],
    ['Epoxy', '2025.1'],
    ['caracal', '2024.1'],
  ])('is found in openstack_release %s, a tag of another kind', (written, release) => {
    expect(released({ '/k/globals.yml': `openstack_release: ${written}\n` })).toEqual([
      release,
      undefined,
      [],
    ])
  })

  it.each(['zed', 'Yoga', '"11.0.0"', '15.6.0', '2022.2', 'wallaby-centos'])(
    'in openstack_release %s is older than what is supported, which is said once',
    (written) => {
      const { problems } = cloudOf({ ...files, '/k/globals.yml': `openstack_release: ${written}\n` })
      const found = written.replaceAll('"', '')
      expect(problems.filter((text) => text.includes('release'))).toEqual([
        `error /k/globals.yml:1:20 openstack_release: openstack_release at /k/globals.yml:1:20 says ${found}; releases older than 2023.1 are not supported; upgrade the cloud to 2023.1 or newer first; if it is newer already, say so with kolla.release in the manifest or --release of import`,
      ])
    },
  )

  it.each(['mimir', 'latest', "'{{ tag }}'", '2.0.3', '4.0.1.20170504'])(
    'is not guessed from openstack_release %s, and what was found is said',
    (written) => {
      const { cloud, problems } = cloudOf({ ...files, '/k/globals.yml': `openstack_release: ${written}\n` })
      expect(cloud?.release).toBeUndefined()
      expect(problems[0]).toBe(
        `warning /k/globals.yml:1:20 openstack_release: found ${written.replaceAll(/^["']|["']$/gu, '')}, which is none of the releases known here, 2023.1 to 2026.1; only defaults that all of them share are used; ${WRITE_IT}`,
      )
    },
  )

  it('is found in the installed Kolla-Ansible, with its version', () => {
    const name = '/v/lib/python3.11/site-packages/kolla_ansible-20.4.0.dist-info/METADATA'
    expect(released({ [name]: '' }, { installation: '/v' })).toEqual(['2025.1', '20.4.0', []])
  })

  it('is what the manifest says, with a warning where something else disagrees', () => {
    expect(released({ '/k/globals.yml': 'openstack_release: "2024.2"\n' }, { release: '2025.2' })).toEqual([
      '2025.2',
      undefined,
      [
        'warning  kolla.release: kolla.release says 2025.2, but openstack_release at /k/globals.yml:1:20 says 2024.2; the first is taken; make them agree',
      ],
    ])
  })

  it('that nobody knows is refused', () => {
    expect(released({}, { release: '2031.1' })[2]).toEqual([
      'error  kolla.release: found 2031.1, which is not known here; write one of 2023.1, 2023.2, 2024.1, 2024.2, 2025.1, 2025.2, 2026.1',
    ])
  })

  it('that the manifest or the installed Kolla-Ansible names, and that is too old, is refused as such', () => {
    const said = (what: string): string =>
      `error  kolla.release: ${what}; releases older than 2023.1 are not supported; upgrade the cloud to 2023.1 or newer first; if it is newer already, say so with kolla.release in the manifest or --release of import`
    expect(released({}, { release: 'zed' })[2]).toEqual([said('found zed')])
    const old = '/v/lib/python3.8/site-packages/kolla_ansible-14.2.0.dist-info/METADATA'
    expect(released({ [old]: '' }, { installation: '/v' })[2]).toEqual([
      said('the installed Kolla-Ansible 14.2.0 says 14.2.0'),
    ])
  })

  it('that is too old does not count where something newer is named, which is said', () => {
    const old = '/v/lib/python3.8/site-packages/kolla_ansible-14.2.0.dist-info/METADATA'
    const globals = 'openstack_release: "2025.1"\n'
    expect(released({ [old]: '', '/k/globals.yml': globals }, { installation: '/v' })).toEqual([
      '2025.1',
      undefined,
      [
        'warning  kolla.release: openstack_release at /k/globals.yml:1:20 says 2025.1, but the installed Kolla-Ansible 14.2.0 says 14.2.0; the first is taken; make them agree',
      ],
    ])
  })

  it('is found in openstack_tag, and in openstack_version of OSISM', () => {
    expect(released({ '/k/globals.yml': 'openstack_tag: 2024.2-ubuntu-noble\n' })).toEqual([
      '2024.2',
      undefined,
      [],
    ])
  })

  it('that is nowhere to be found is said, and only what all releases share is used', () => {
    const { cloud, problems } = cloudOf(files)
    expect(problems[0]).toBe(
      `warning  kolla.release: the release of Kolla is not known; only defaults that all releases share are used; ${WRITE_IT}`,
    )
    expect(shown(cloud?.resolve('c1', 'prometheus_node_exporter_port'))).toBe(
      `"9100" from Kolla's default in every release`,
    )
    expect(shown(cloud?.resolve('c1', 'enable_prometheus_proxysql_exporter'))).toBe(
      `release-unknown: error  kolla.release: the release of Kolla is not known, and defaults of Kolla's that are needed differ between releases; ${WRITE_IT}`,
    )
  })
})
