import { describe, expect, it } from 'vitest'
import { VERBS } from '../../src/model/verb.ts'
import { pageText } from './page.ts'

const english = pageText('README.md')
const korean = pageText('README.ko.md')

/** The levels of the headings, in their order: the names differ. */
function headings(text: string): string[] {
  return withoutCode(text).match(/^#+(?= )/gmu) ?? []
}

function codeBlocks(text: string): string[] {
  return text.match(/^```[\s\S]*?^```$/gmu) ?? []
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gmu, '')
}

/** What of a block is no prose: of the drawing the phases, of commands all but comments, of all else everything. */
function bare(block: string): string {
  if (block.includes('│')) return [...block.matchAll(/^ +(\w[\w.]*)/gmu)].map(([, phase]) => phase).join(' ')
  return block.replace(/ +# .*$/gmu, '')
}

function firstColumns(text: string): string[] {
  return [...withoutCode(text).matchAll(/^\| ([^|]*) \|/gmu)].map(([, cell = '']) => cell)
}

/** The targets of links, with each language's own name in the place of the other's. */
function links(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)]+)\)/gu)].map(([, target = '']) =>
    target.replace('README.ko.md', 'README.md'),
  )
}

/** Options, keys, paths and commands in the prose. */
function inlineCode(text: string): string[] {
  return [...new Set([...withoutCode(text).matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code))].sort()
}

describe('the two READMEs', () => {
  it.each([
    ['headings', headings],
    ['code blocks, but for comments', (text: string) => codeBlocks(text).map(bare)],
    ['first columns of tables', firstColumns],
    ['links', links],
    ['options, keys and commands in the prose', inlineCode],
  ])('have the same %s', (_, part) => {
    expect(part(english).length).toBeGreaterThan(4)
    expect(part(korean)).toEqual(part(english))
  })

  it.each([
    ['English', english],
    ['Korean', korean],
  ])('name every verb in the table: %s', (_, text) => {
    const named = firstColumns(text).map((cell) => /^`(\w+)/u.exec(cell)?.[1])
    expect(VERBS.filter((verb) => !named.includes(verb))).toEqual([])
  })
})
