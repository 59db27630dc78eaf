import type { Node } from '../../model/node.ts'
import type { PrecheckedNode, PrecheckReport } from '../../model/precheck.ts'
import type { Prechecked, Role } from '../../play/role.ts'
import type { Roster } from '../../play/roster.ts'
import { keepPrechecks, showPrechecks } from '../../report/prechecks/outputs.ts'
import { peoplePrinter } from '../../report/printer.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { COMMON, REPORT_DIR } from '../command-line/options.ts'
import { ALWAYS, defineVerb, type VerbArguments } from '../command-line/verb.ts'
import { readInputs } from '../inputs.ts'
import { printerOptions } from '../output.ts'
import { withRun } from '../run.ts'
import { printProblems, reportWriting } from '../usage-errors.ts'

const OPTIONS = { ...COMMON, reportDir: REPORT_DIR }

export const prechecks = defineVerb({
  name: 'prechecks',
  summary: 'check what would stop a first rollout; installs nothing',
  kolla: 'prechecks',
  phases: ['observe'],
  takesManifest: true,
  options: OPTIONS,
  exitCodes: { ...ALWAYS, [EXIT.done]: 'every node is ready', [EXIT.nodeFailed]: 'a precheck failed' },
  examples: ['inventory.yml', "inventory.yml --limit 'compute:!cmp7' --report-dir report"],
  run: checkNodes,
})

async function checkNodes(role: Role, args: VerbArguments<typeof OPTIONS>): Promise<number> {
  const inputs = await readInputs(args, role, 'prechecks', (order) => order)
  if (!inputs.ok) return printProblems(inputs.failure)
  const { play, nodes } = inputs.value
  const options = printerOptions(args)
  const { language } = options
  const printer = await peoplePrinter(options)
  const order = { verb: prechecks, args, inputs: inputs.value, language, printer }
  const report = await withRun(order, async ({ name, context, services, about }): Promise<PrecheckReport> => {
    const results = await play(services)
    const all = nodes.map((node) => checkedNode(node, results, context.roster))
    return { run: name, verb: 'prechecks', ...about(), nodes: all }
  })
  await showPrechecks(report, options)
  const { reportDir } = args
  const isKept =
    reportDir === undefined ||
    (await reportWriting(keepPrechecks(report, reportDir, language), '--report-dir'))
  return isKept ? exitCode(report) : Math.max(exitCode(report), EXIT.nodeFailed)
}

/** From the report alone: every node ready, or not. */
function exitCode({ interrupted, nodes }: PrecheckReport): number {
  if (interrupted) return EXIT.interrupted
  return nodes.length > 0 && nodes.every(({ state }) => state === 'ready') ? EXIT.done : EXIT.nodeFailed
}

function checkedNode({ name, groups }: Node, checked: Prechecked, roster: Roster): PrecheckedNode {
  const results = checked.get(name)
  if (results !== undefined) {
    const failed = results.some(({ state }) => state === 'failed')
    return { node: name, groups, state: failed ? 'failed' : 'ready', results }
  }
  const { failure } = roster.report(name)
  if (failure === undefined || failure.reason === 'aborted')
    return { node: name, groups, state: 'interrupted', results: [] }
  const login = { precheck: 'login', state: 'failed', finding: { kind: 'failure', failure } } as const
  return { node: name, groups, state: 'failed', results: [login] }
}
