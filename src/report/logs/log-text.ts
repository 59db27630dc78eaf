import { safeText } from '../../values/safe-text.ts'
import { pad } from '../text/columns.ts'
import { safeJson } from '../text/safe-json.ts'
import type { Style } from '../text/style.ts'
import type { LogLine } from './log-queue.ts'

/** Characters of a line that are shown. */
const LONGEST = 16_384

export interface LogLook {
  /** Columns of a node's name. */
  readonly width: number
  readonly style: Style
  readonly json: boolean
}

/** A line as it is shown: behind its node's name, or as JSON; whatever the worker wrote is one safe line. */
export function logText({ node, time, text }: LogLine, { width, style, json }: LogLook): string {
  const line = safeText(text.replaceAll('\t', ' ').replaceAll('\n', ' '), LONGEST)
  if (json) return `${safeJson({ node, time, text: line })}\n`
  return `${paintOf(node, style)(pad(node, width))} | ${line}\n`
}

/** The same node always has the same colour. */
function paintOf(node: string, style: Style): Style['cyan'] {
  const paints = [style.cyan, style.green, style.yellow, style.bold]
  const sum = Buffer.from(node).reduce((total, byte) => total + byte, 0)
  return paints[sum % paints.length] ?? style.cyan
}
