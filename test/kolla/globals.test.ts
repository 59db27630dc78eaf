import { describe, expect, it } from 'vitest'
import { mergeGlobals, readGlobals } from '../../src/kolla/globals.ts'
import type { Release } from '../../src/kolla/releases/release.ts'
import { memoryFiles } from './memory-files.ts'
import { sentence } from './sentence.ts'

const FILES = {
  '/k/globals.yml': 'a: globals\nb: globals\nc: globals\nmap: {x: 1, y: 2}\n',
  '/k/globals.d/20-b.yml': 'b: twenty\nmap: {x: 3}\n',
  '/k/globals.d/10-a.yaml': 'd: ten\n',
  '/k/globals.d/30.json': '{"e": "thirty"}',
  '/k/globals.d/readme.txt': 'b: never',
  '/k/globals.d/deeper/x.yml': 'b: never',
  '/k/passwords.yml': 'c: passwords\nb: passwords\n',
}

function merged(files: Record<string, string>, release: Release | undefined) {
  const { variables, problems } = mergeGlobals(readGlobals('/k', undefined, memoryFiles(files)), release)
  return {
    values: Object.fromEntries([...variables].map(([key, { value }]) => [key, value])),
    problems: problems.map(sentence),
  }
}

describe('merging', () => {
  it('since 2024.2 puts passwords before globals.d, which it sorts and of which it reads three endings', () => {
    expect(merged(FILES, '2024.2')).toEqual({
      values: { a: 'globals', b: 'twenty', c: 'passwords', d: 'ten', e: 'thirty', map: { x: 3 } },
      problems: [],
    })
  })

  it('up to 2024.1 puts passwords last and reads only .yml in globals.d', () => {
    expect(merged(FILES, '2024.1')).toEqual({
      values: { a: 'globals', b: 'passwords', c: 'passwords', map: { x: 3 } },
      problems: [],
    })
  })

  it('without a known release asks for it, for each key on which it depends', () => {
    expect(merged(FILES, undefined).problems).toEqual([
      'error /k/globals.d/20-b.yml:1:4 b: /k/passwords.yml:2:4 counts up to 2024.1, this since 2024.2, and the release is not known; write kolla.release in the manifest, as "2025.1"',
      'error /k/globals.d/10-a.yaml:1:4 d: the file is not read up to 2024.1, this since 2024.2, and the release is not known; write kolla.release in the manifest, as "2025.1"',
      'error /k/globals.d/30.json:1:7 e: the file is not read up to 2024.1, this since 2024.2, and the release is not known; write kolla.release in the manifest, as "2025.1"',
    ])
  })

  it('without a known release is content where the order does not matter', () => {
    const files = { '/k/globals.yml': 'a: 1\n', '/k/globals.d/x.yml': 'a: 2\n', '/k/passwords.yml': 'p: x\n' }
    expect(merged(files, undefined)).toEqual({ values: { a: 2, p: 'x' }, problems: [] })
  })

  it('up to 2024.1 refuses one key in two files of globals.d, which come in no certain order', () => {
    const files = {
      '/k/globals.yml': '{}',
      '/k/globals.d/a.yml': 'x: 1\ny: 1',
      '/k/globals.d/b.yml': 'x: 2\ny: 1',
    }
    expect(merged(files, '2023.1').problems).toEqual([
      'error /k/globals.d/b.yml:1:4 x: also set at /k/globals.d/a.yml:1:4, and Kolla 2023.1 reads globals.d in no certain order; keep the key in one file',
    ])
    expect(merged(files, '2025.1').problems).toEqual([])
  })
})

describe('reading', () => {
  const problems = (files: Parameters<typeof memoryFiles>[0]) =>
    readGlobals('/k', undefined, memoryFiles(files)).problems.map(sentence)

  it.each([
    [
      {},
      'error /k/globals.yml : there is no globals.yml; give the directory that holds it: --configdir, KOLLA_CONFIG_PATH or kolla.configdir',
    ],
    [
      { '/k/environments/kolla/configuration.yml': 'a: 1' },
      'error /k/globals.yml : there is no globals.yml; give the directory that holds it: --configdir, KOLLA_CONFIG_PATH or kolla.configdir; found /k/environments/kolla',
    ],
    [
      { '/k/globals.yml': '' },
      'error /k/globals.yml : the file is empty; Ansible refuses that; write {} into it, or remove it',
    ],
    [
      { '/k/globals.yml': '- a' },
      'error /k/globals.yml:1:1 : found a list where variables are expected; write key: value lines',
    ],
    [
      { '/k/globals.yml': { unreadable: 'EACCES' } },
      'error /k/globals.yml : the file cannot be read; make it readable for this user',
    ],
    [
      { '/k/globals.yml': '$ANSIBLE_VAULT;1.1;AES256\n61\n' },
      'error /k/globals.yml : the file is encrypted with ansible-vault; write kolla.vault_password in the manifest, as file:/root/.vault-password, or set ANSIBLE_VAULT_PASSWORD_FILE',
    ],
    [
      { '/k/globals.yml': 'a: 1\na: 2' },
      'warning /k/globals.yml:2:1 a: the key is given twice, on line 1 and on line 2; Ansible takes the last; keep one of the two',
    ],
  ])('says what is wrong with %j', (files, expected) => {
    expect(problems(files)).toEqual([expected])
  })

  it('is content with passwords that are encrypted or not readable, as long as none is needed', () => {
    expect(
      problems({ '/k/globals.yml': 'a: 1', '/k/passwords.yml': '$ANSIBLE_VAULT;1.1;AES256\n61' }),
    ).toEqual([])
    expect(problems({ '/k/globals.yml': 'a: 1', '/k/passwords.yml': { unreadable: 'EACCES' } })).toEqual([])
  })
})
