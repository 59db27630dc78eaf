import { structuredPatch } from 'diff'

/** More edits than this are not looked for, which costs their square: two such files have nothing in common. */
const MOST_EDITS = 1000

/**
 * How a file changes, as `diff -u` writes it; `undefined` stands for a file that is not there. Empty for equal texts,
 * undefined for texts that are too different to be compared.
 */
export function unifiedDiff(
  path: string,
  current: string | undefined,
  desired: string | undefined,
): string | undefined {
  const patch = structuredPatch(path, path, current ?? '', desired ?? '', undefined, undefined, {
    context: 3,
    ...(current === undefined || desired === undefined ? {} : { maxEditLength: MOST_EDITS }),
  })
  if (patch === undefined) return undefined
  if (patch.hunks.length === 0) return ''
  const from = current === undefined ? '/dev/null' : `a/${path}`
  const to = desired === undefined ? '/dev/null' : `b/${path}`
  const hunks = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`,
    ...lines,
  ])
  return [`--- ${from}`, `+++ ${to}`, ...hunks, ''].join('\n')
}

/** Of no line, the one before it is named. */
function rangeOf(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`
}
