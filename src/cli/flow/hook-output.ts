import { StringDecoder } from 'node:string_decoder'
import { type SafeText, safeLine, safeText } from '../../values/safe-text.ts'

/** Lines that are shown while they come, and that are kept of the end. */
const MOST = 20

/** Characters of a line without an end that are waited for. */
const LONGEST = 4000

/** What a command printed, bounded and free of what could hurt a terminal. */
export interface HookOutput {
  readonly add: (chunk: Buffer) => void
  /** The last lines; `…` first where there were more. Nothing is added after it. */
  readonly end: () => SafeText
}

/** Shows the first lines as they come and keeps the last ones. A carriage return ends a line too: progress bars. */
export function hookOutput(show: (line: SafeText) => void): HookOutput {
  const decoder = new StringDecoder('utf8')
  let last: SafeText[] = []
  let count = 0
  let begun = ''
  const take = (raw: string): void => {
    const line = safeLine(raw.replace(/\r$/u, ''))
    if (line.trim() === '') return
    count += 1
    if (count <= MOST) show(line)
    if (count === MOST + 1) show(safeText('…'))
    last = [...last.slice(1 - MOST), line]
  }
  const add = (text: string): void => {
    const lines = (begun + text).split(/\r\n|\n|\r(?!$)/u)
    begun = lines.pop() ?? ''
    for (const line of lines) take(line)
    while (begun.length > LONGEST) {
      take(begun.slice(0, LONGEST))
      begun = begun.slice(LONGEST)
    }
  }
  return {
    add: (chunk) => add(decoder.write(chunk)),
    end() {
      take(begun + decoder.end())
      begun = ''
      return safeText([...(count > MOST ? ['…'] : []), ...last].join('\n'), MOST * 400)
    },
  }
}
