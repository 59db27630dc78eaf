import { describe, expect, it } from 'vitest'
import { checkSystem, sentence } from './requirements.ts'

const DEBIAN_13 = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n'
const UBUNTU = 'PRETTY_NAME="Ubuntu 24.04 LTS"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n'

describe('the system that a lab needs', () => {
  it('is Debian 12 or 13 on amd64', () => {
    expect(checkSystem(DEBIAN_13, 'x64')).toEqual([])
    expect(checkSystem(DEBIAN_13.replaceAll('13', '12'), 'x64')).toEqual([])
  })

  it('is told apart from what was found', () => {
    expect(checkSystem(UBUNTU, 'x64').map(({ what }) => what)).toEqual([
      'expected Debian 12 or 13 on amd64, found Ubuntu 24.04 LTS on x64',
    ])
    expect(checkSystem(DEBIAN_13, 'arm64').map(({ what }) => what)).toEqual([
      'expected Debian 12 or 13 on amd64, found Debian GNU/Linux 13 (trixie) on arm64',
    ])
    expect(checkSystem('', 'x64')[0]?.what).toContain('an unknown system')
  })
})

describe('what a machine lacks', () => {
  it('is told all at once, with one command that remedies it', () => {
    const found = [
      { what: 'iptables is not installed', packages: ['iptables'] },
      { what: 'tc is not installed', packages: ['iproute2'] },
      { what: 'ip is not installed', packages: ['iproute2'] },
      { what: 'the kernel has no loop devices', packages: [] },
    ]
    expect(sentence(found)).toBe(
      [
        'This machine cannot run the lab:',
        '  - iptables is not installed',
        '  - tc is not installed',
        '  - ip is not installed',
        '  - the kernel has no loop devices',
        'Install what is missing: apt-get install -y iproute2 iptables',
      ].join('\n'),
    )
  })

  it('names no command where none would help', () => {
    expect(sentence([{ what: 'no net namespaces', packages: [] }])).not.toContain('apt-get')
  })
})
