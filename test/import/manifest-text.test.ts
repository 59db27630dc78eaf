import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manifestText, PLACEHOLDER } from '../../src/import/manifest-text.ts'
import { readYaml } from '../../src/yaml/document.ts'

const FIRST = {
  mimirUrl: 'http://10.0.0.5:9009',
  tenant: 'openstack',
  configdir: '/etc/kolla',
  inventory: ['/etc/kolla/multinode'],
}

describe('the text of a first manifest', () => {
  it('is as short as can be', () => {
    expect(manifestText(FIRST)).toBe(`# Every key that may stand here is explained in inventory.example.yml.
kolla:
  inventory: /etc/kolla/multinode
mimir:
  url: http://10.0.0.5:9009
  tenant: openstack
`)
  })

  it('names the folder where it is not the usual one, and several inventories in their order', () => {
    const text = manifestText({ ...FIRST, configdir: '/srv/my kolla', inventory: ['/a', '/b'] })
    expect(text).toContain('  configdir: "/srv/my kolla"\n  inventory: [/a, /b]\n')
  })

  it('says where a url is missing, and has one that reaches nobody', () => {
    const text = manifestText({ ...FIRST, mimirUrl: undefined })
    expect(text).toContain(`  # Write where Mimir is, as the nodes reach it.\n  url: ${PLACEHOLDER}\n`)
  })

  it('names the release where it is told, and asks for it where nobody knows it', () => {
    expect(manifestText({ ...FIRST, release: '2025.1' })).toContain(
      '  inventory: /etc/kolla/multinode\n  release: "2025.1"\n',
    )
    expect(manifestText({ ...FIRST, release: { release: undefined, grounds: '' } })).toContain(
      `  inventory: /etc/kolla/multinode
  # Kolla's files do not name its release; write the one that deployed them.
  #release: "2025.1"
`,
    )
  })

  it.each(['null', 'true', 'off', '1e3', '0x1F', '1_000', '.inf', '~', '2025-01-01', '12:30'])(
    'keeps the name %s a text',
    (odd) => {
      const text = manifestText({ ...FIRST, tenant: odd })
      expect(readYaml(text, 'x.yml', 'strict-1.2').value).toMatchObject({ mimir: { tenant: odd } })
    },
  )

  it('is read back as what was given, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.array(fc.string({ minLength: 1 }), { minLength: 2 }),
        (odd, list) => {
          const text = manifestText({ mimirUrl: odd, tenant: odd, configdir: odd, inventory: list })
          expect(readYaml(text, 'x.yml', 'strict-1.2').value).toEqual({
            kolla: { configdir: odd, inventory: list },
            mimir: { url: odd, tenant: odd },
          })
        },
      ),
    )
  })
})
