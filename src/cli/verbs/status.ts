import type { Node } from '../../model/node.ts'
import type { NodeStatus, StatusReport } from '../../model/node-status.ts'
import type { Role } from '../../play/role.ts'
import type { Roster } from '../../play/roster.ts'
import { peoplePrinter } from '../../report/printer.ts'
import { showStatus } from '../../report/status/outputs.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { COMMON } from '../command-line/options.ts'
import { ALWAYS, defineVerb, type VerbArguments } from '../command-line/verb.ts'
import { readInputs } from '../inputs.ts'
import { printerOptions } from '../output.ts'
import { withRun } from '../run.ts'
import { printProblems } from '../usage-errors.ts'

export const status = defineVerb({
  name: 'status',
  summary: 'show what runs where, since when and by whom, and who holds the lease; changes nothing',
  phases: ['observe'],
  takesManifest: true,
  options: COMMON,
  exitCodes: {
    ...ALWAYS,
    [EXIT.done]: 'every node was reached',
    [EXIT.nodeFailed]: 'a node was not reached',
  },
  examples: [
    'inventory.yml',
    "inventory.yml --limit 'compute:!cmp7'",
    'inventory.yml --output json > status.json',
  ],
  run: showWhatRuns,
})

async function showWhatRuns(role: Role, args: VerbArguments<typeof COMMON>): Promise<number> {
  const inputs = await readInputs(args, role, 'status', (order) => order)
  if (!inputs.ok) return printProblems(inputs.failure)
  const { play, nodes } = inputs.value
  const options = printerOptions(args)
  const { language } = options
  const printer = await peoplePrinter(options)
  const order = { verb: status, args, inputs: inputs.value, language, printer }
  const report = await withRun(order, async ({ context, services, about }): Promise<StatusReport> => {
    const statuses = await play(services)
    const all = nodes.map((node) => statuses.get(node.name) ?? unknownStatus(node, context.roster))
    return { ...about(), verb: 'status', nodes: all }
  })
  await showStatus(report, options)
  if (report.interrupted) return EXIT.interrupted
  const good = nodes.length > 0 && report.nodes.every(({ state }) => state !== 'unreached')
  return good ? EXIT.done : EXIT.nodeFailed
}

/** A node of which nothing is known, and why. */
function unknownStatus({ name, groups }: Node, roster: Roster): NodeStatus {
  const { failure } = roster.report(name)
  const nothing = { node: name, groups, drift: [], releases: [], journal: [] }
  if (failure === undefined || failure.reason === 'aborted') return { ...nothing, state: 'interrupted' }
  return { ...nothing, state: 'unreached', failure }
}
