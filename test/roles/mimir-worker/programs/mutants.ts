import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Shell } from '../../../remote/shells.ts'
import type { World } from './node-world.ts'

/** The whole program, with its subshells and with what it has started, as a power cut would. */
const KILL = 'kill -9 0'

/** Every program that is tried has more lines that are run. */
const ENOUGH = 200

/**
 * The program with `kill -9` of its own shell behind its lines that are run: of those between two changes of the node,
 * the first and the last. A killed shell leaves nothing but what is on the node then, so those between leave the same.
 */
export function killedBehindEachLine(shell: Shell, text: string, world: World): string[] {
  const lines = text.split('\n')
  const inside = hereDocuments(lines)
  const candidates = lines.map((_line, index) => index).filter((index) => !inside.has(index))
  const places = parsed(shell, lines, candidates, world)
  const run = linesRun(shell, lines, places, world)
  if (run.length < ENOUGH) throw new Error(`only ${run.length} lines of the program were run`)
  const seen = run.filter(([, state], at) => run[at - 1]?.[1] !== state || run[at + 1]?.[1] !== state)
  return seen.map(([index]) => withLines(lines, new Map([[index, KILL]])))
}

/** Lines of texts that the program only carries. */
function hereDocuments(lines: readonly string[]): Set<number> {
  const inside = new Set<number>()
  let end: string | undefined
  for (const [index, line] of lines.entries()) {
    if (end === undefined) end = /<<'(?<marker>[^']+)'/u.exec(line)?.groups?.['marker']
    else if (line === end) end = undefined
    if (end !== undefined) inside.add(index)
  }
  return inside
}

function withLines(lines: readonly string[], more: ReadonlyMap<number, string>): string {
  return lines.flatMap((line, index) => [line, more.get(index) ?? []].flat()).join('\n')
}

/** Each line that is run, in order, with a word for all that was on the node when it first was. */
function linesRun(
  shell: Shell,
  lines: readonly string[],
  places: readonly number[],
  world: World,
): (readonly [index: number, state: string])[] {
  const { root } = world
  const [trace, look, seen] = [join(root, 'trace'), join(root, 'look'), join(root, 'seen')]
  for (const left of [trace, seen]) rmSync(left, { recursive: true, force: true })
  mkdirSync(seen)
  writeFileSync(look, LOOK)
  const mark = (index: number): string => `[ -e '${seen}/${index}' ] || /bin/sh '${look}' ${index}`
  world.run(shell, withLines(lines, new Map(places.map((index) => [index, mark(index)]))))
  const text = existsSync(trace) ? readFileSync(trace, 'utf8') : ''
  const looks = text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '))
  return looks.map(([index, ...state]) => [Number(index), state.join(' ')])
}

/** All files but the commands, and what this leaves. */
const LOOK = `PATH=/usr/bin:/bin
cd "\${0%/*}" || exit
state=$(tar -cf - --sort=name --exclude=./bin --exclude=./seen --exclude=./trace . 2>/dev/null | cksum)
echo "$1 $state" >>trace
: >seen/"$1"
`

/** Of these places those behind which a line can stand: one shell looks at all, for a start of its own for each costs more. */
function parsed(
  { argv }: Shell,
  lines: readonly string[],
  candidates: readonly number[],
  { root }: World,
): number[] {
  const folder = join(root, 'syntax')
  mkdirSync(folder)
  for (const index of candidates)
    writeFileSync(
      join(folder, String(index)),
      `main() {\n:\n${withLines(lines, new Map([[index, ':']]))}\n}\n`,
    )
  const check = `cd '${folder}' && for file in *; do "$@" -n "$file" 2>/dev/null && echo "$file"; done`
  const { stdout } = spawnSync('/bin/sh', ['-c', check, 'sh', ...argv], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map(Number)
    .sort((a, b) => a - b)
}
