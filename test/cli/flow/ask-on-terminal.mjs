// A tree that is drawn, and the question of a run in the middle of it; ends with 0 for a yes, 1 for a no, 130 for Ctrl-C.
import { openApproval } from '#src/cli/flow/approval.js'
import { printerOptions } from '#src/cli/output.js'
import { interruption } from '#src/play/interruption.js'
import { peoplePrinter } from '#src/report/printer.js'

const printer = await peoplePrinter(printerOptions({ output: undefined, lang: 'en' }))
const context = { interruption: interruption() }
const approval = openApproval({ context, printer, language: 'en', terminal: process })
const nodes = ['cmp1', 'cmp2']
const drawn = new Promise((resolve) => {
  const write = process.stderr.write.bind(process.stderr)
  process.stderr.write = (text, ...rest) => {
    if (String(text).includes('cmp1')) resolve(undefined)
    // @ts-expect-error -- whatever it is called with
    return write(text, ...rest)
  }
})
printer.tell({ type: 'play-started', verb: 'rollout', run: 'r', tenant: 't', nodes, phases: ['observe'] })
printer.tell({ type: 'phase-started', phase: 'observe', nodes })
// The printer's own timers keep no process alive.
const alive = setInterval(() => undefined, 1000)
await drawn
clearInterval(alive)
const isApproved = await approval.approve({ nodes: 2, batches: 1 })
await printer.end()
process.exitCode = context.interruption.stopping.aborted ? 130 : Number(!isApproved)
