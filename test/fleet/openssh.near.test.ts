import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askWithSsh, openSshFor } from '../../src/fleet/openssh.ts'
import { diskReader } from '../../src/kolla/files/files.ts'

let home: string
let configFile: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'))
  mkdirSync(join(home, '.ssh'))
  // ssh itself reads the file of the passwd entry's home, not of $HOME: so it is named.
  configFile = join(home, 'ssh.cfg')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const answers = async (config: string, hosts: readonly string[]) => {
  writeFileSync(configFile, config)
  const questions = hosts.map((host) => ({ host, configFile }))
  const openSsh = await openSshFor(questions, { home, files: diskReader, ask: askWithSsh })
  return { openSsh, of: (host: string) => openSsh.answerFor({ host, configFile }) }
}

describe('the ssh of this machine', () => {
  it('says of each host what its configuration makes of it', async () => {
    const config = [
      'Host bastion',
      '  HostName 203.0.113.1',
      '  User gate',
      '  Port 2200',
      'Host c*',
      '  HostName %h.cloud.example',
      '  User kolla',
      '  ProxyJump bastion',
      '  IdentityFile ~/.ssh/cloud',
      '  UserKnownHostsFile ~/.ssh/cloud_hosts',
      '',
    ].join('\n')
    const { of, openSsh } = await answers(config, ['c1', 'c2', 'other'])
    expect(openSsh.problems).toEqual([])
    expect(of('c2')).toMatchObject({
      hostname: 'c2.cloud.example',
      user: 'kolla',
      port: 22,
      jumps: [{ host: 'bastion' }],
      identityFiles: ['~/.ssh/cloud'],
    })
    expect(of('bastion')).toMatchObject({ hostname: '203.0.113.1', user: 'gate', port: 2200 })
    expect(of('other')).toMatchObject({ hostname: 'other', jumps: [] })
  })

  it('is asked once for a thousand hosts of one pattern', async () => {
    const hosts = Array.from({ length: 1000 }, (_, index) => `c${index}`)
    const { of } = await answers('Host c*\n  User kolla\n', hosts)
    expect(of('c999')).toMatchObject({ hostname: 'c999', user: 'kolla' })
  })

  it('that rejects its configuration is told in its own words', async () => {
    const { openSsh, of } = await answers('Host *\n  User kolla\n  Nonsense yes\n', ['c1'])
    expect(of('c1')).toBe(undefined)
    expect(openSsh.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/`ssh -G` does not say how c1 would be reached.*nonsense/iu),
    ])
  })
})
