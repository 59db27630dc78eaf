import { describe, expect, it } from 'vitest'
import { openSshFor } from '../../src/fleet/openssh.ts'
import { readOpenSshAnswer, withTokens } from '../../src/fleet/openssh-answer.ts'
import { readOpenSshConfig } from '../../src/fleet/openssh-config.ts'
import { memoryFiles } from '../kolla/memory-files.ts'
import { sentence } from '../kolla/sentence.ts'

const HOME = '/home/ops'
const CONFIG = `${HOME}/.ssh/config`
const DEBIAN = {
  '/etc/ssh/ssh_config':
    'Include /etc/ssh/ssh_config.d/*.conf\nHost *\n  SendEnv LANG LC_*\n  HashKnownHosts yes\n  GSSAPIAuthentication yes\n',
  '/etc/ssh/ssh_config.d/50-redhat.conf':
    'Match final all\n  GSSAPIAuthentication yes\n  Ciphers aes256-ctr\n',
}

/** What a question is answered, and the questions. */
async function asked(
  hosts: readonly string[],
  files: Readonly<Record<string, string>>,
  answer: (host: string) => string | Error = (host) => `hostname ${host}\nuser kolla\n`,
) {
  const questions: string[] = []
  const openSsh = await openSshFor(
    hosts.map((host) => ({ host })),
    {
      home: HOME,
      files: memoryFiles(files),
      ask: async ({ host }) => {
        questions.push(host)
        return Promise.resolve(answer(host))
      },
    },
  )
  return { openSsh, questions }
}

describe('the configuration of OpenSSH', () => {
  it('says nothing about logins where it is what distributions bring', () => {
    expect(readOpenSshConfig(HOME, memoryFiles(DEBIAN)).speaks).toBe(false)
    expect(readOpenSshConfig(HOME, memoryFiles({ [CONFIG]: '# User kolla\nCompression yes\n' })).speaks).toBe(
      false,
    )
  })

  it('is read with what it includes, from the folder of its own file', () => {
    const files = { [CONFIG]: 'Include conf.d/*\n', [`${HOME}/.ssh/conf.d/cloud`]: 'Host c*\n User=kolla\n' }
    const config = readOpenSshConfig(HOME, memoryFiles(files))
    expect(config.speaks).toBe(true)
    expect(config.classOf('c1')).toBe(config.classOf('c2'))
    expect(config.classOf('c1')).not.toBe(config.classOf('d1'))
  })

  it('that includes itself, or has a line of any length, is read in the end', () => {
    const files = { [CONFIG]: `Include config\n${'Host x '.repeat(100_000)}\nUser kolla\n` }
    expect(readOpenSshConfig(HOME, memoryFiles(files)).speaks).toBe(true)
  })

  it('with conditions that only OpenSSH judges leaves each host in a class of its own', () => {
    const config = readOpenSshConfig(HOME, memoryFiles({ [CONFIG]: 'Match exec true\n User kolla\n' }))
    expect(config.classOf('c1')).not.toBe(config.classOf('c2'))
  })
})

describe('OpenSSH', () => {
  it('is asked nothing where nothing is configured', async () => {
    const { openSsh, questions } = await asked(['c1', 'c2'], DEBIAN)
    expect(questions).toEqual([])
    expect(openSsh.answerFor({ host: 'c1' })).toBe(undefined)
  })

  it('is asked once for all hosts that the same patterns match', async () => {
    const files = { [CONFIG]: 'Host c*\n  User kolla\nHost c9\n  Port 2222\n' }
    const hosts = Array.from({ length: 9 }, (_, index) => `c${index + 1}`)
    const { openSsh, questions } = await asked(hosts, files)
    expect(questions).toEqual(['c1', 'c9'])
    expect(openSsh.answerFor({ host: 'c5' })).toMatchObject({ hostname: 'c5', user: 'kolla' })
  })

  it('is asked for each host whose name is a part of the answer', async () => {
    const files = { [CONFIG]: 'Host c*\n  HostName %h.cloud\n' }
    const { openSsh, questions } = await asked(['c1', 'c2'], files, (host) => `hostname ${host}.cloud\n`)
    expect(questions).toEqual(['c1', 'c2'])
    expect(openSsh.answerFor({ host: 'c2' })?.hostname).toBe('c2.cloud')
  })

  it('is asked for jump hosts too, and for theirs, and a circle ends', async () => {
    const files = { [CONFIG]: 'Host *\n  ProxyJump x\n' }
    const jumps: Readonly<Record<string, string>> = { c1: 'ops@b1:2200', b1: 'b2', b2: 'b1' }
    const { questions, openSsh } = await asked(
      ['c1'],
      files,
      (host) => `hostname ${host}\nproxyjump ${jumps[host]}\n`,
    )
    expect(questions).toEqual(['c1', 'b1', 'b2'])
    expect(openSsh.answerFor({ host: 'c1' })?.jumps).toEqual([{ host: 'b1', user: 'ops', port: 2200 }])
  })

  it('that does not answer is a warning, once', async () => {
    const files = { [CONFIG]: 'Match exec false\n  User kolla\n' }
    const { openSsh } = await asked(['c1', 'c2'], files, () => new Error('Bad configuration option: x'))
    expect(openSsh.problems.map(sentence)).toEqual([
      'warning  host c1: `ssh -G` does not say how c1 and 1 more would be reached, so ssh_config is not used there: Bad configuration option: x; run it by hand: `ssh -G c1`',
    ])
  })
})

describe('an answer of OpenSSH', () => {
  it('is read by keyword', () => {
    const text = [
      'user kolla',
      'hostname 192.0.2.1',
      'port 2222',
      'identitiesonly yes',
      'identityfile ~/.ssh/id_a',
      'identityfile %d/keys/%r',
      'identityagent none',
      'userknownhostsfile /dev/null /home/ops/.ssh/cloud',
      'globalknownhostsfile /etc/ssh/ssh_known_hosts',
      'hostkeyalias %n',
      'proxycommand nc -X connect %h %p',
      'proxyjump none',
      '',
    ].join('\n')
    expect(readOpenSshAnswer(text)).toEqual({
      hostname: '192.0.2.1',
      user: 'kolla',
      port: 2222,
      identityFiles: ['~/.ssh/id_a', '%d/keys/%r'],
      identitiesOnly: true,
      identityAgent: 'none',
      knownHosts: ['/home/ops/.ssh/cloud', '/etc/ssh/ssh_known_hosts'],
      hostKeyAlias: '%n',
      proxyCommand: 'nc -X connect %h %p',
      jumps: [],
    })
  })

  it('has tokens, of which one that cannot be known here spoils the value', () => {
    const tokens = { address: '192.0.2.1', name: 'c1', port: 22, user: 'kolla', localUser: 'ops', home: HOME }
    expect(withTokens('~/x %h %n %p %r %u %d 100%%', tokens)).toBe(
      `${HOME}/x 192.0.2.1 c1 22 kolla ops ${HOME} 100%`,
    )
    expect(withTokens('%C', tokens)).toBe(undefined)
  })
})
