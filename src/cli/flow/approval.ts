import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { Printer } from '../../model/event.ts'
import type { RunContext } from '../../play/phase.ts'
import type { PlannedChange } from '../../play/role.ts'
import { ask, type Terminal } from '../confirm.ts'

export interface ApprovalOrder {
  readonly context: Pick<RunContext, 'interruption'>
  readonly printer: Pick<Printer, 'suspend'>
  readonly language: Language
  readonly terminal: Terminal
}

/** The one question of a run that changes nodes. */
export interface Approval {
  /** Whether the change may be made. Never rejects. */
  readonly approve: (change: PlannedChange) => Promise<boolean>
  /** Whether the operator was asked and did not agree. */
  isDeclined(): boolean
}

/**
 * Asks on a terminal, and agrees at once where there is none. What is drawn is taken off the screen while the question
 * is there. Ctrl-C at the question interrupts the run.
 */
export function openApproval({ context, printer, language, terminal }: ApprovalOrder): Approval {
  const words = catalog(language).approval
  const { stopping, interrupt } = context.interruption
  let declined = false
  const approve = async (change: PlannedChange): Promise<boolean> => {
    const resume = printer.suspend?.()
    const answer = await ask(words.question(change), terminal, stopping)
    declined = typeof answer !== 'object' || !words.isYes(answer.typed.trim())
    if (declined) terminal.stderr.write(`${words.declined}\n`)
    if (answer === 'interrupted' && !stopping.aborted) interrupt()
    resume?.()
    return !declined
  }
  return {
    approve: async (change) => (isTerminal(terminal) ? approve(change) : true),
    isDeclined: () => declined,
  }
}

function isTerminal({ stdin, stderr }: Terminal): boolean {
  return stdin.isTTY === true && stderr.isTTY === true
}
