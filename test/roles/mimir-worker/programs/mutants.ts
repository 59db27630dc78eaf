import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Shell } from '../../../remote/shells.ts'
import type { World } from './node-world.ts'

/** The whole program, with its subshells and with what it has started, as a power cut would. */
const KILL = 'kill -9 0'

/** The program with `kill -9` of its own shell behind each line that lets it in and that is run at all. */
export function killedBehindEachLine(shell: Shell, text: string, world: World): string[] {
  const lines = text.split('\n')
  const inside = hereDocuments(lines)
  const places = lines
    .map((_line, index) => index)
    .filter((index) => !inside.has(index) && parses(shell, withLines(lines, new Map([[index, ':']]))))
  const run = linesRun(shell, lines, places, world)
  return places.filter((index) => run.has(index)).map((index) => withLines(lines, new Map([[index, KILL]])))
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

function linesRun(
  shell: Shell,
  lines: readonly string[],
  places: readonly number[],
  world: World,
): Set<number> {
  const trace = join(world.root, 'trace')
  rmSync(trace, { force: true })
  const marks = new Map(places.map((index) => [index, `echo ${index} >>'${trace}'`]))
  world.run(shell, withLines(lines, marks))
  const text = existsSync(trace) ? readFileSync(trace, 'utf8') : ''
  return new Set(text.split('\n').filter(Boolean).map(Number))
}

function parses({ argv: [file, ...before] }: Shell, text: string): boolean {
  return spawnSync(file, [...before, '-n'], { input: `main() {\n:\n${text}\n}\n` }).status === 0
}
