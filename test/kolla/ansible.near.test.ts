import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kollaDefault } from '../../src/kolla/defaults.ts'
import { diskReader } from '../../src/kolla/files.ts'
import { hostsOf } from '../../src/kolla/inventory/inventory.ts'
import { readInventories } from '../../src/kolla/inventory/sources.ts'
import { evaluateTemplate } from '../../src/kolla/jinja/template.ts'
import { buildLayers, findVariable } from '../../src/kolla/layers.ts'
import { selectHosts } from '../../src/kolla/limit.ts'
import { readYaml } from '../../src/yaml/document.ts'
import { ansiblePython, askAnsible } from './ansible.ts'
import { iniInventory, keys, limitPattern, varsTree, yamlInventory } from './generated.ts'

const found = ansiblePython()
const python = 'python' in found ? found.python : ''
const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : ''

interface AnsibleInventory {
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly hosts: Readonly<
    Record<string, { groups: readonly string[]; variables: Readonly<Record<string, unknown>> }>
  >
}
type Answer = AnsibleInventory | { readonly error: string }

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
  const variables = new Map([...extra].map(([key, value]) => [key, { value, at: { file: 'extra' } }]))
  const { layers, problems } = buildLayers(
    {
      inventory: read.inventory,
      extra: { variables, passwords: undefined, problems: [] },
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
    const defaults = keys.flatMap((key) => {
      const standard = kollaDefault(key, '2025.1')
      return typeof standard === 'object' ? [`${key}: ${JSON.stringify(standard.value)}`] : []
    })
    write('play/group_vars/all.yml', `${defaults.join('\n')}\n`)
  })

  it.each([
    ['INI', iniInventory, ''],
    ['YAML', yamlInventory, '.yml'],
  ])('in %s are what Ansible makes of them', async (kind, arbitrary, extension) => {
    const cases = fc
      .sample(fc.tuple(arbitrary, varsTree), { numRuns: 300, seed: 20_260 })
      .map(([text, tree], index) => {
        const folder = `${kind}${index}`
        for (const [path, content] of tree) tryWrite(`${folder}/${path}`, content)
        return { text, sources: [write(`${folder}/inventory${extension}`, text)] }
      })
    const answers = (await askAnsible(
      python,
      cases.map(({ sources }) => ({ kind: 'inventory', sources, play, keys })),
    )) as readonly Answer[]
    const read = answers.filter((answer) => !('error' in answer)).length
    expect(read).toBeGreaterThan(100)
    const different = cases.flatMap(({ text, sources }, index) =>
      differences(text, answers[index] ?? { error: 'no answer' }, ours(sources)),
    )
    expect(different).toEqual([])
  })
})

/** A file and a directory of one name exclude each other; the first stays. */
function tryWrite(path: string, content: string): void {
  try {
    write(path, content)
  } catch (error) {
    expect(['EEXIST', 'ENOTDIR', 'EISDIR']).toContain(
      error instanceof Error && 'code' in error ? error.code : error,
    )
  }
}
