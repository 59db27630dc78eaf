import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskReader } from '../../src/kolla/files/files.ts'
import { hostsOf } from '../../src/kolla/inventory/inventory.ts'
import { readInventories } from '../../src/kolla/inventory/sources.ts'
import { buildLayers, type FoundVariable, findVariable } from '../../src/kolla/layers.ts'
import { selectHosts } from '../../src/kolla/limit.ts'
import { resolveVariable } from '../../src/kolla/resolve.ts'
import { readYaml } from '../../src/yaml/document.ts'
import { askAnsible, defaultLine, installedAnsible } from './ansible.ts'
import { iniInventory, keys, limitPattern, varsTree, yamlInventory } from './generated.ts'
import { templates, variables } from './jinja/expressions.ts'
import { multinode } from './shapes.ts'

const { python, skipped } = installedAnsible()

interface AnsibleInventory {
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly hosts: Readonly<
    Record<string, { groups: readonly string[]; variables: Readonly<Record<string, unknown>> }>
  >
}
type Answer = AnsibleInventory | { readonly error: string }

const PATTERNS =
  'control:!ctl01|compute,&baremetal|all:!compute:!network|web[0]|ctl[01:02]|mon1|192.0.2.4*|prometheus-node-exporter:&storage|~^cmp|nope|control,nope|!control|&web|localhost|control:&compute|ctl1:2222'.split(
    '|',
  )
const SCALARS =
  `1|0|-1|+1|007|08|0o7|0x1F|0b101|1_000|1:30|1:30:05|190:20:30.15|1.5|1.|.5|1e3|1.0e3|1.0e+3|-.5|yes|No|ON|off|y|n|true|~|null|Null|"1"|'yes'|text|a b|2026.10|[1, a]|{k: yes}|!!str 12|!!int "12"|!unsafe x|=|@x|%y|a: b|"unclosed|{{ x }}|12345|*a|&a 1|- 1||> folded|fe80::1|10.0.0.1|10.0.0.1/24|00:11:22:33:44:55|1:2|0660|0o660|+.5|1_0.5`.split(
    '|',
  )

const root = mkdtempSync(join(tmpdir(), 'kolla-ansible-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

function write(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** What our reading of the same sources is, in the shape of Ansible's answer. */
function ours(sources: readonly string[], extra: ReadonlyMap<string, unknown> = new Map()): Answer {
  const read = readInventories(sources, diskReader)
  const given = new Map([...extra].map(([key, value]) => [key, { value, at: { file: 'extra' } }]))
  const { layers, problems } = buildLayers(
    {
      inventory: read.inventory,
      extra: { variables: given, passwords: undefined, problems: [] },
      overrides: new Map(),
      configdir: undefined,
      release: '2025.1',
    },
    read.bases,
    diskReader,
  )
  const errors = [...read.problems, ...problems].filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { error: errors.map(({ message }) => message).join('; ') }
  const { inventory, members } = layers
  return {
    groups: Object.fromEntries(
      [...inventory.groups.keys()].map((name) => [name, hostsOf(inventory, name).sort()]),
    ),
    hosts: Object.fromEntries(
      [...inventory.hosts.keys()].map((host) => [
        host,
        {
          groups: (members.get(host) ?? []).map(({ name }) => name).sort(),
          variables: Object.fromEntries(
            keys.flatMap((key) => {
              const value = findVariable(layers, host, key)
              return value ? [[key, value.value]] : []
            }),
          ),
        },
      ]),
    ),
  }
}

/** What differs between two readings, each line with the text; both refusing is agreement. */
function differences(text: string, theirs: Answer, mine: Answer): readonly string[] {
  if ('error' in theirs || 'error' in mine) {
    const agree = 'error' in theirs && 'error' in mine
    return agree ? [] : [`${text}\nAnsible: ${briefly(theirs)}\nours: ${briefly(mine)}`]
  }
  const groups = Object.fromEntries(
    Object.entries(theirs.groups).map(([name, hosts]) => [name, [...hosts].sort()]),
  )
  const [left, right] = [leaves({ groups, hosts: theirs.hosts }), leaves(mine)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => left.get(path) !== right.get(path))
    .map((path) => `${text}\n${path}\nAnsible: ${left.get(path)}\nours: ${right.get(path)}`)
}

function briefly(answer: Answer): string {
  return 'error' in answer ? answer.error : 'read'
}

/** Every variable, group and membership as one line of JSON, by path. */
function leaves({ groups, hosts }: AnsibleInventory): Map<string, string> {
  return new Map([
    ...Object.entries(groups).map(([name, members]): [string, string] => [
      `group ${name}`,
      JSON.stringify(members),
    ]),
    ...Object.entries(hosts).flatMap(([name, host]): [string, string][] => [
      [`groups of ${name}`, JSON.stringify(host.groups)],
      ...Object.entries(host.variables).map(([key, value]): [string, string] => [
        `${name} ${key}`,
        JSON.stringify(value),
      ]),
    ]),
  ])
}

describe.skipIf(python === '')(`generated inventories${skipped}`, () => {
  const play = join(root, 'play')
  beforeAll(() => {
    const defaults = keys.flatMap((key) => defaultLine(key))
    write('play/group_vars/all.yml', `${defaults.join('\n')}\n`)
  })

  it.each([
    ['INI', iniInventory, ''],
    ['YAML', yamlInventory, '.yml'],
  ])('in %s are what Ansible makes of them', async (kind, arbitrary, extension) => {
    const cases = fc
      .sample(fc.tuple(arbitrary, varsTree), { numRuns: 200, seed: 20_260 })
      .map(([text, tree], index) => {
        const folder = `${kind}${index}`
        for (const [path, content] of tree) tryWrite(`${folder}/${path}`, content)
        return { text, sources: [write(`${folder}/inventory${extension}`, text)] }
      })
    const answers = await askAnsible<Answer>(
      python,
      cases.map(({ sources }) => ({ kind: 'inventory', sources, play, keys })),
    )
    const read = answers.filter((answer) => !('error' in answer)).length
    expect(read).toBeGreaterThan(100)
    const different = cases.flatMap(({ text, sources }, index) =>
      differences(text, answers[index] ?? { error: 'no answer' }, ours(sources)),
    )
    expect(different).toEqual([])
  })

  it('from several sources, with extra variables, are what Ansible makes of them', async () => {
    const parts = fc.sample(fc.tuple(iniInventory, yamlInventory, iniInventory, varsTree), {
      numRuns: 40,
      seed: 7,
    })
    const extra = write('extra/globals.yml', 'a: extra\napi_interface: bond9\n')
    const cases = parts.map(([first, second, third, tree], index) => {
      const folder = `several${index}`
      for (const [path, content] of tree) tryWrite(`${folder}/all/${path}`, content)
      const file = write(`${folder}/one/hosts`, first)
      write(`${folder}/all/20-more.yml`, second)
      write(`${folder}/all/10-first`, third)
      write(`${folder}/all/ignored.ini`, '[broken')
      return {
        text: [first, third, second].join('\n--- next\n'),
        sources: [file, join(root, folder, 'all'), 'single1,n[1:2]'],
      }
    })
    const answers = await askAnsible<Answer>(
      python,
      cases.map(({ sources }) => ({ kind: 'inventory', sources, play, keys, extra: [extra] })),
    )
    expect(answers.filter((answer) => !('error' in answer)).length).toBeGreaterThan(10)
    const given = new Map(Object.entries({ a: 'extra', api_interface: 'bond9' }))
    expect(
      cases.flatMap(({ text, sources }, index) =>
        differences(text, answers[index] ?? { error: 'no answer' }, ours(sources, given)),
      ),
    ).toEqual([])
  }, 120_000)
})

describe.skipIf(python === '')(`host patterns${skipped}`, () => {
  it('select what --limit selects, and refuse what it finds nobody for', async () => {
    const sources = [
      write('limit/multinode', `${multinode('2025.1')}\n[web]\nctl[1:2]\ncmp01\n[db:children]\nweb\n`),
    ]
    const patterns = [...new Set([...fc.sample(limitPattern, { numRuns: 300, seed: 3 }), ...PATTERNS])]
    const [answers] = await askAnsible<readonly unknown[]>(python, [{ kind: 'limit', sources, patterns }])
    const { inventory } = readInventories(sources, diskReader)
    const groups = new Map([...inventory.groups.keys()].map((name) => [name, hostsOf(inventory, name)]))
    const from = { hosts: [...inventory.hosts.keys()], groups }
    const different = patterns.flatMap((pattern, index) => {
      const answer = answers?.[index]
      const theirs = Array.isArray(answer) ? answer.map(String).sort() : []
      const mine = [...selectHosts(pattern, from, diskReader).hosts].sort()
      return JSON.stringify(theirs) === JSON.stringify(mine) ? [] : [{ pattern, theirs: answer, mine }]
    })
    expect(different).toEqual([])
  }, 120_000)
})

describe.skipIf(python === '')(`templates${skipped}`, () => {
  it('have the value that Ansible gives them', async () => {
    const [answers] = await askAnsible<readonly ({ value: unknown } | { error: string })[]>(python, [
      { kind: 'template', templates, variables },
    ])
    const different = templates.flatMap((template, index) => {
      const answer = answers?.[index]
      const theirs = answer && 'value' in answer ? printed(answer.value) : 'refused'
      const resolved = resolveVariable('asked', (key) => variableOf(key, template))
      const mine = resolved.known ? printed(resolved.value) : 'refused'
      return theirs === mine ? [] : [{ template, theirs, mine }]
    })
    expect(different).toEqual([])
  }, 120_000)

  function variableOf(key: string, template: string): FoundVariable | undefined {
    const value = key === 'asked' ? template : variables[key]
    return value === undefined ? undefined : { value, origin: { kind: 'override' } }
  }

  /** Ansible of that time gives numbers as text; later ones give numbers, as we do. */
  function printed(value: unknown): string {
    return JSON.stringify(typeof value === 'number' ? String(value) : value)
  }
})

describe.skipIf(python === '')(`variables in YAML${skipped}`, () => {
  it('are read as PyYAML reads them', async () => {
    const texts = SCALARS.map((scalar) => `a: ${scalar}\n`)
    const [answers] = await askAnsible<readonly unknown[]>(python, [{ kind: 'yaml', texts }])
    const different = texts.flatMap((text, index) => {
      const { value, problems } = readYaml(text, 'f.yml', 'ansible')
      const mine = problems.length > 0 ? 'refused' : JSON.stringify({ value })
      const answer = JSON.stringify(answers?.[index])
      const theirs = answer.startsWith('{"error"') ? 'refused' : answer
      return mine === theirs ? [] : [{ text, theirs, mine }]
    })
    expect(different).toEqual([])
  }, 120_000)
})

/** A file and a directory of one name exclude each other; the first stays. */
function tryWrite(path: string, content: string): void {
  const file = join(root, path)
  const parents = [dirname(file), dirname(dirname(file))]
  const isBlocked =
    existsSync(file) || parents.some((parent) => existsSync(parent) && statSync(parent).isFile())
  if (!isBlocked) write(path, content)
}
