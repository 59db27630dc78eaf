import { describe, expect, it } from 'vitest'
import {
  acquireSettings,
  aptConfiguration,
  chooseMirror,
  parseIndexTargets,
  parsePrintedUris,
  sourcesList,
} from './apt.ts'

const PRINTED = [
  'http://packages.example.org/tool/|bookworm|stable|/usr/share/keyrings/tool.gpg',
  'http://mirror.example.org/debian-security/|bookworm-security|main|$(SIGNED_BY)',
  'http://mirror.example.org/debian/|bookworm-updates|main|$(SIGNED_BY)',
  'http://mirror.example.org/debian/|bookworm|main|/usr/share/keyrings/debian-archive-keyring.gpg',
  'http://mirror.example.org/debian/|bookworm|contrib|$(SIGNED_BY)',
  '',
].join('\n')

describe("the machine's mirror", () => {
  it('is the one that has Debian itself: no updates, no security, nobody else', () => {
    expect(chooseMirror(parseIndexTargets(PRINTED))).toEqual({
      uri: 'http://mirror.example.org/debian/',
      release: 'bookworm',
      component: 'main',
      signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
    })
  })

  it('is undefined where apt has none', () => {
    expect(chooseMirror(parseIndexTargets('http://x/|nodistro|main|$(SIGNED_BY)\n'))).toBeUndefined()
  })

  it('serves other suites under the same keyring, or under the archive keyring where none is named', () => {
    const target = { uri: 'http://mirror.example.org/debian/', release: 'bookworm', component: 'main' }
    expect(sourcesList({ ...target, signedBy: '/etc/apt/keyrings/ours.gpg' }, 'trixie')).toBe(
      'deb [arch=amd64 signed-by=/etc/apt/keyrings/ours.gpg] http://mirror.example.org/debian/ trixie main\n',
    )
    expect(sourcesList({ ...target, signedBy: '' }, 'trixie')).toContain(
      'signed-by=/usr/share/keyrings/debian-archive-keyring.gpg',
    )
  })
})

describe('what apt prints', () => {
  it('names the .deb files of an installation', () => {
    const printed = [
      'Reading package lists...',
      "'http://m/pool/b/bash_5.2_amd64.deb' bash_5.2_amd64.deb 1491 SHA256:00",
      "'http://m/pool/a/awk_1%3a2_amd64.deb' awk_1%3a2_amd64.deb 10 SHA256:00",
    ].join('\n')
    expect(parsePrintedUris(printed)).toEqual(['awk_1%3a2_amd64.deb', 'bash_5.2_amd64.deb'])
  })

  it('gives the proxies of the machine, and nothing else of its configuration', () => {
    const dump = [
      'Acquire "";',
      'Acquire::http "";',
      'Acquire::http::Proxy "http://proxy.example.org:3128";',
      'Acquire::https::CaInfo "/etc/ssl/ours.pem";',
      'Acquire::Languages "en";',
      'Acquire::Retries "3";',
    ].join('\n')
    expect(acquireSettings(dump)).toEqual([
      'Acquire::http::Proxy "http://proxy.example.org:3128";',
      'Acquire::https::CaInfo "/etc/ssl/ours.pem";',
      'Acquire::Retries "3";',
    ])
  })
})

describe('the private apt.conf', () => {
  it('points every directory of state away from the machine', () => {
    const text = aptConfiguration('/cache/apt/trixie', ['Acquire::Retries "3";'])
    for (const key of ['Dir::State', 'Dir::State::status', 'Dir::Cache', 'Dir::Etc', 'Dir::Etc::parts']) {
      expect(text).toMatch(new RegExp(`^${key} "/cache/apt/trixie/`, 'm'))
    }
    expect(text).toContain('Acquire::Retries "3";')
  })
})
