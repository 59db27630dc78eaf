import type { Journal } from '../journal/journal-file.ts'
import type { Language } from '../messages/language.ts'
import { describeProgress } from '../messages/progress.ts'
import type { PlayEvent, Printer } from '../model/event.ts'
import type { Node } from '../model/node.ts'
import { interruption } from '../play/interruption.ts'
import type { RunContext } from '../play/phase.ts'
import { pool } from '../play/pool.ts'
import { roster } from '../play/roster.ts'
import { safeLine } from '../values/safe-text.ts'
import { onInterrupt } from './signals.ts'

export interface RunContextOrder {
  readonly nodes: readonly Node[]
  /** How many nodes at once. */
  readonly parallel: number
  readonly language: Language
  readonly printer: Printer
  readonly record?: { readonly journal: Journal }
}

/** What the phases of one run share. It hears the operator's interruptions until it is closed. */
export function openRunContext({ nodes, parallel, language, printer, record }: RunContextOrder): {
  readonly context: RunContext
  readonly close: () => void
} {
  const began = performance.now()
  const wishes = interruption()
  const context: RunContext = {
    roster: roster(nodes),
    pool: pool(parallel),
    interruption: wishes,
    tell: (event) => tellSafely(printer, event),
    elapsed: () => performance.now() - began,
    describe: (progress) => describeProgress(progress, language),
    ...(record === undefined ? {} : { journal: record.journal }),
  }
  const close = onInterrupt(() => {
    context.tell({ type: 'interrupting', force: wishes.interrupt() === 'aborting' })
  })
  return { context, close }
}

/** What is shown must not decide over what is done: a printer that fails has failed alone. */
function tellSafely(printer: Printer, event: PlayEvent): void {
  try {
    printer.tell(event)
  } catch (error) {
    process.stderr.write(`a printer failed and the run goes on: ${safeLine(String(error))}\n`)
  }
}
