import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageText, root } from './page.ts'

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((name) => join('docs', name)),
]

/** As GitHub makes it: lower case, spaces to hyphens, everything else gone. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => anchorOf(heading))
}

/** Links to files of the repository; where the link says so, with the heading. */
function brokenLinks(page: string): string[] {
  const targets = [...pageText(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/gu)].map(
    ([, target = '']) => target,
  )
  return targets.filter((target) => {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : normalize(join(dirname(page), path))
    if (!existsSync(join(root, file))) return true
    return anchor !== undefined && !anchorsOf(pageText(file)).includes(anchor)
  })
}

describe('a link of the documentation', () => {
  it.each(pages)('leads to a file and a heading that exist: %s', (page) => {
    expect(brokenLinks(page)).toEqual([])
  })
})
