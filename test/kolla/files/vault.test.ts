import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openedFiles, openVault } from '../../../src/kolla/files/vault.ts'
import { Secret } from '../../../src/values/secret.ts'
import { memoryFiles } from '../memory-files.ts'

/** As ansible-vault wrote it, with the password `correct horse`. */
const ENVELOPE = [
  '$ANSIBLE_VAULT;1.1;AES256',
  '62363035626132363661396633376261623339633265313661396363313332623463666663396462',
  '3238353464343165653730643334656633623831333739310a313737393332323561653563353066',
  '35626132313332313565333261326363356433353635333265616432323564343163656632643930',
  '6564323435373133360a326130613332333236373364616330633137653335363666626265343564',
  '64646666656334383332376266363165383336653537303230316333383034346636',
].join('\n')
const RIGHT = new Secret('correct horse')

describe('a vault of Ansible', () => {
  it.each([
    ['as a file has it', ENVELOPE],
    ['with a label', ENVELOPE.replace('1.1;AES256', '1.2;AES256;prod')],
    ['indented, with line ends of Windows', ENVELOPE.replaceAll('\n', '\r\n  ')],
  ])('is opened %s', (_what, envelope) => {
    expect(openVault(envelope, RIGHT)).toBe('prometheus_password: pr0m\n')
  })

  it('stays closed for another password, another cipher and what was changed', () => {
    expect(openVault(ENVELOPE, new Secret('battery staple'))).toBeUndefined()
    expect(openVault(ENVELOPE.replace('AES256', 'AES'), RIGHT)).toBeUndefined()
    expect(openVault(`${ENVELOPE.slice(0, -2)}00`, RIGHT)).toBeUndefined()
  })

  it('never throws, whatever follows its header', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f\n]{0,200}$/u), (text) => {
        expect(openVault(`$ANSIBLE_VAULT;1.1;AES256\n${text}`, RIGHT)).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })

  it('is read as what is in it, with other files beside it as they are', () => {
    const files = openedFiles(memoryFiles({ '/k/a': ENVELOPE, '/k/b': 'b: 1\n' }), RIGHT)
    expect([files.readText('/k/a'), files.readText('/k/b'), files.readText('/k/c')]).toEqual([
      'prometheus_password: pr0m\n',
      'b: 1\n',
      undefined,
    ])
    expect(files.listDirectory('/k')).toEqual(['a', 'b'])
  })
})
