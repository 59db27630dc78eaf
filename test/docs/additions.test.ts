import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VERBS } from '../../src/model/verb.ts'
import { absentSymbols, checkLists, root } from './page.ts'

const lists = checkLists()
const boxes = [...lists].flatMap(([heading, list]) => list.map((box) => ({ heading, ...box })))
const files = boxes.flatMap((box) => box.files)

describe('docs/additions.md', () => {
  it('has a list for whatever is added most', () => {
    expect([...lists.keys()]).toEqual([
      'An exporter',
      'A check',
      'A precheck',
      'A failure',
      'A key of the manifest',
      'An option',
      'A verb',
      'A transport',
      'A language',
      'A part of report.html',
    ])
  })

  it('begins each list with the file to start at', () => {
    expect([...lists].filter(([, list]) => list[0]?.asker !== 'start').map(([heading]) => heading)).toEqual(
      [],
    )
    expect(boxes.filter(({ asker }) => asker === 'start')).toHaveLength(lists.size)
  })

  it('says of every file who asks for it: the compiler, nobody, or a test that exists', () => {
    const known = (asker: string): boolean =>
      /^(?:start|nobody|compiler(?:, .+)?)$/u.test(asker) || existsSync(join(root, asker))
    expect(boxes.filter(({ asker }) => !known(asker))).toEqual([])
  })

  it('names only files and folders that exist', () => {
    expect(files.map(({ path }) => path).filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('names only symbols that are in the file before them', () => {
    expect(absentSymbols(files)).toEqual([])
  })
})

describe('a verb', () => {
  it('has a playbook of its name in scripts/', () => {
    expect(VERBS.filter((verb) => !existsSync(join(root, 'scripts', `${verb}.mjs`)))).toEqual([])
  })
})
