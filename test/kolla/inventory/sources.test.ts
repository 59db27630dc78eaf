import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostsOf } from '../../../src/kolla/inventory/inventory.ts'
import { inventoryValue } from '../../../src/kolla/inventory/python-literal.ts'
import { readInventories } from '../../../src/kolla/inventory/sources.ts'
import { memoryFiles } from '../memory-files.ts'
import { sentence } from '../sentence.ts'

const read = (files: Readonly<Record<string, string>>, paths: readonly string[] = ['/i/hosts']) =>
  readInventories(paths, memoryFiles(files))
const problems = (text: string, path = '/i/hosts') => read({ [path]: text }, [path]).problems.map(sentence)

describe('an INI inventory', () => {
  it('keeps its hosts in order, with the place of every variable', () => {
    const { inventory } = read({ '/i/hosts': '[b]\nz[1:2] a=1 # c\n[a]\nx\nz1  a="2 3"\n' })
    expect([...inventory.hosts.keys()]).toEqual(['z1', 'z2', 'x'])
    expect(inventory.hosts.get('z1')?.get('a')).toEqual({
      value: '2 3',
      at: { file: '/i/hosts', line: 5, column: 5 },
    })
  })

  it('says all that is wrong with it', () => {
    const text =
      '[control]\nc1 novalue\nc2 a="open\nx[1\nx[1:2:3:4]\n[compute:children]\ncontrl\na b\n[web:vars]\nnothing\n[db:what]\nignored\n[two words]\n'
    expect(problems(text)).toEqual([
      'error /i/hosts:2:4 : found a word without = after the host; write key=value without blanks around =; put values with spaces in quotes',
      'error /i/hosts:3:6 : the quotation that begins here has no end; close the quotation, or escape the character with a backslash',
      'error /i/hosts:4:1 : found x[1, in which a [ has no ]; write one host or range a line',
      'error /i/hosts:5:1 : found x[1:2:3:4]; a range is [begin:end] or [begin:end:step]; write one host or range a line',
      'error /i/hosts:8:1 : found a b in [compute:children]; write one group name a line',
      'error /i/hosts:10:1 : found a line without = in [web:vars]; write key=value',
      'error /i/hosts:11:1 : found [db:what]; a section is [group], [group:children] or [group:vars]',
      'error /i/hosts:13:1 : found [two words], which is no section; write [group], [group:children] or [group:vars]; a comment after it begins with #',
      'error /i/hosts:7:1 : [compute:children] names the group contrl, which is defined nowhere; Ansible drops the whole file for this; did you mean control?',
      'error /i/hosts:9:1 : [web:vars] names the group web, which is defined nowhere; Ansible drops the whole file for this; add a section [web], which may be empty',
    ])
  })

  it('names a group that is defined nowhere once, and one word of a line that is no inventory', () => {
    expect(
      problems(
        '[control]\n  c1  a="open\n[x:children]\nnowhere\n[y:children]\nnowhere\n[z]\nh ansible_port = 22\n',
      ),
    ).toEqual([
      'error /i/hosts:2:9 : the quotation that begins here has no end; close the quotation, or escape the character with a backslash',
      'error /i/hosts:8:3 : found a word without = after the host; write key=value without blanks around =; put values with spaces in quotes',
      'error /i/hosts:4:1 : [x:children] and 1 more section name the group nowhere, which is defined nowhere; Ansible drops the whole file for this; add a section [nowhere], which may be empty',
    ])
  })

  it('never repeats a word that may be a password', () => {
    const found = problems(
      '[a]\nh ansible_ssh_pass = hunter2\n"hunter2\n[a:vars]\nansible_become_pass: hunter2\n',
    )
    expect(found).toHaveLength(3)
    expect(found.join('')).not.toContain('hunter2')
  })

  it('refuses groups that contain each other', () => {
    expect(problems('[a:children]\nb\n[b:children]\na\n')).toEqual([
      'error /i/hosts:4:1 : the group a would be a child of itself through b; remove one of the two',
    ])
  })

  it('refuses a range of more hosts than any cloud has, without making them', () => {
    expect(problems('[a]\nx[1:999999999]\ny[1:9999][1:9999]\n')).toHaveLength(2)
  })

  it('takes the group for the host where one of no group has its name, as Ansible does', () => {
    const { inventory } = read({ '/i/hosts': '[web]\nw1\n[all]\nweb\n' })
    expect(hostsOf(inventory, 'ungrouped')).toEqual(['w1'])
    expect(hostsOf(inventory, 'all')).toEqual(['web', 'w1'])
  })

  it('reads a byte order mark and Windows line ends', () => {
    const { inventory } = read({ '/i/hosts': '\uFEFF[a]\r\nh1 x=1\r\n' })
    expect(hostsOf(inventory, 'a')).toEqual(['h1'])
    expect(inventory.hosts.get('h1')?.get('x')?.value).toBe(1)
  })
})

describe('other inventories', () => {
  it.each([
    [
      '/i/x.yml',
      'plugin: openstack.cloud.openstack\n',
      'error /i/x.yml:1:1 plugin: found the configuration of the inventory plugin openstack.cloud.openstack; run ansible-inventory -i THIS --list --export > inventory.json, and give that file',
    ],
    [
      '/i/x.yml',
      'all:\n  hosts: [a]\n',
      'error /i/x.yml:2:3 all.hosts: hosts is not a mapping; write the names below hosts: as keys, each with a colon',
    ],
    [
      '/i/x.yml',
      'all:\n  hots: {a: }\n',
      'warning /i/x.yml:2:3 all.hots: found hots; only vars, children and hosts are read; correct or remove the key',
    ],
    [
      '/i/x.yml',
      '- a\n',
      'error /i/x.yml:1:1 : found no groups; an inventory in YAML is a mapping of groups; begin with all: or a group',
    ],
    [
      '/i/x.yml',
      'all: {hosts: {a: }}\nall: {}\n',
      'warning /i/x.yml:2:1 all: the key is given twice, on line 1 and on line 2; Ansible takes the last; keep one of the two',
    ],
    [
      '/i/x',
      '#!/usr/bin/python3\n',
      'error /i/x : found a program that prints an inventory; programs are not run; run ansible-inventory -i THIS --list --export > inventory.json, and give that file',
    ],
    [
      '/i/x.toml',
      '[a]\n',
      'error /i/x.toml : found an inventory in TOML, which is not read; run ansible-inventory -i THIS --list --export > inventory.json, and give that file',
    ],
    [
      '/i/x',
      '$ANSIBLE_VAULT;1.1;AES256\n',
      'error /i/x : the inventory is encrypted; run ansible-inventory -i THIS --list --export > inventory.json, and give that file',
    ],
    [
      '/i/x.json',
      '{"_meta": {"hostvars": {"a": 1}}}',
      'error /i/x.json _meta.hostvars.a: the variables of the host are not a mapping; write the file anew with ansible-inventory --list --export',
    ],
  ])('in %s with %j: what is wrong is said', (path, text, expected) => {
    expect(problems(text, path)).toEqual([expected])
  })

  it('that are not there are an error', () => {
    expect(read({}, ['/none']).problems.map(sentence)).toEqual([
      'error /none : there is no such inventory; correct the path given with -i or kolla.inventory',
    ])
  })

  it('from a list without --export are marked, as the list does not say whose variable it is', () => {
    const list = {
      _meta: { hostvars: { h1: { a: 1 } } },
      all: { children: ['g', 'ungrouped'] },
      g: { hosts: ['h1', 'h2'] },
    }
    const { inventory, flattened } = read({ '/i/l.json': JSON.stringify(list) }, ['/i/l.json'])
    expect([flattened, [...inventory.hosts.keys()], hostsOf(inventory, 'g')]).toEqual([
      true,
      ['h1', 'h2'],
      ['h1', 'h2'],
    ])
  })
})

describe('any text', () => {
  it('is read or refused as an inventory, never thrown at', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      'a',
      ':children',
      ':vars',
      '\n',
      ' ',
      '=',
      '"',
      '#',
      'h[1:3]',
      ':',
      'b',
      ';',
      '\t',
      '{',
      '}',
      "'",
      '\\',
      ',',
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 60 }),
        fc.constantFrom('/i/hosts', '/i/hosts.yml', '/i/hosts.ini'),
        (parts, path) => {
          const reading = read({ [path]: parts.join('') }, [path])
          expect(reading.inventory.groups.has('all')).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('of a host that nests without end is the text itself', () => {
    expect(inventoryValue('['.repeat(100_000))).toBe('['.repeat(100_000))
    expect(inventoryValue(`${'['.repeat(50)}${']'.repeat(50)}`)).not.toBeTypeOf('string')
  })

  it('is a value of an inventory: a literal, or itself', () => {
    const part = fc.constantFrom(
      '1',
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      ',',
      ':',
      "'a'",
      '"',
      'True',
      '-',
      '.',
      ' ',
      '#',
      'x',
      '\\',
      '_',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const value = inventoryValue(text)
        expect(typeof value !== 'string' || value === text || /['"0-9]/u.test(text)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
