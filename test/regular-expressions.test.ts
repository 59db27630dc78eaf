import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { analyse } from 'scslre'
import { describe, expect, it } from 'vitest'

/** Files that make a regular expression of a text, and whose text that is. */
const MADE_OF_TEXT: Readonly<Record<string, string>> = {
  'src/manifest/schema/schema-problems.ts': 'a pattern of our own JSON Schema',
  'src/report/digest/similarity.ts': 'a name, escaped',
  'src/values/regex.ts': "the operator's filter, tried on short names",
  'src/values/safe-text.ts': 'constants put together',
  'src/values/mask-secrets.ts': 'constants put together',
  'src/kolla/limit.ts': "the operator's ~pattern of --limit, tried on the names of hosts",
  'src/kolla/files/glob.ts': "the operator's shell pattern",
  'src/kolla/inventory/host-range.ts': 'constants put together',
  'roles/mimir-worker/generation/source-map.ts': 'compiled to see whether it is one, and never used',
  'roles/mimir-worker/drift/anonymise.ts': 'words, escaped',
}

interface Found {
  readonly file: string
  readonly line: number
  readonly pattern: string
  readonly flags: string
}

function inFile(file: string): { literals: Found[]; makesOthers: boolean } {
  const code = readFileSync(file, 'utf8')
  const literals: Found[] = []
  let makesOthers = false
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return
      const line = code.slice(0, node.start).split('\n').length
      literals.push({ file, line, ...node.regex })
    },
    NewExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') makesOthers = true
    },
  }).visit(parseSync(file, code).program)
  return { literals, makesOthers }
}

/** Pure: how much of a text a pattern may look at more than once, as `Move`, `Trade` or `Self`. */
function slownessOf(pattern: string, flags: string): string[] {
  return analyse({ source: pattern, flags }).reports.map(({ type }) => type)
}

const files = ['src', 'roles'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
)

describe('regular expressions', () => {
  const found = files.map((file) => ({ file, ...inFile(file) }))

  it('take time that grows no faster than the text, since most texts come from nodes', () => {
    const all = found.flatMap(({ literals }) => literals)
    expect(all.length).toBeGreaterThan(300)
    const slow = all.flatMap(({ file, line, pattern, flags }) =>
      slownessOf(pattern, flags).map((type) => `${file}:${line} ${type} ${pattern}`),
    )
    expect(slow).toEqual([])
  })

  it('are made of a text only where that text is known to be good', () => {
    const making = found.filter(({ makesOthers }) => makesOthers).map(({ file }) => file)
    expect(making.toSorted()).toEqual(Object.keys(MADE_OF_TEXT).toSorted())
  })

  it('are recognised where they are slow', () => {
    expect(slownessOf(String.raw`\s+$`, 'u')).toEqual(['Move'])
    expect(slownessOf(String.raw`^(?:\w+\s?)*$`, 'u')).toEqual(['Self'])
  })
})
