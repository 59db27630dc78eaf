import { catalog } from '../../messages/catalog.ts'
import type { Language } from '../../messages/language.ts'
import type { HookRun } from '../../model/hook.ts'
import type { Report } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { explainHook } from '../digest/hook-failure.ts'
import { clip, hanging, pad, widthOf } from '../text/columns.ts'
import type { Layout } from '../text/style.ts'

/** More lines than these of what a failed command printed are not shown. */
const MOST_OUTPUT = 4
const WIDEST_COMMAND = 40

/** Commands of hooks that are told in one line: equal ones that went well, one after the other. */
interface HookEvidence {
  readonly run: HookRun
  readonly times: number
  readonly milliseconds: number
}

/** What ran on this machine around the run, or would run; what failed with the last lines that it printed. */
export function hookLines({ hooks = [], dryRun }: Report, layout: Layout): readonly string[] {
  const told = folded(hooks)
  const [name, command] = [
    Math.max(0, ...told.map(({ run }) => widthOf(run.hook))),
    Math.min(WIDEST_COMMAND, Math.max(0, ...told.map(({ run }) => widthOf(run.command)))),
  ]
  const { hooks: ran, plannedHooks: planned } = catalog(layout.language).labels.headings
  const lines = told.flatMap((evidence) => linesOf(evidence, { name, command }, layout))
  return lines.length === 0 ? [] : [layout.style.dim(dryRun === true ? planned : ran), ...lines]
}

function folded(hooks: readonly HookRun[]): readonly HookEvidence[] {
  const told: HookEvidence[] = []
  for (const run of hooks) {
    const last = told.at(-1)
    const milliseconds = run.milliseconds ?? 0
    if (last !== undefined && isAlike(last.run, run))
      told.splice(-1, 1, {
        run,
        times: last.times + 1,
        milliseconds: last.milliseconds + milliseconds,
      })
    else told.push({ run, times: 1, milliseconds })
  }
  return told
}

function isAlike(left: HookRun, right: HookRun): boolean {
  const [first, second] = [left, right].map(({ hook, command, outcome }) =>
    [hook, command, outcome].join('\n'),
  )
  return left.outcome === 'done' && first === second
}

function linesOf(
  { run, times, milliseconds }: HookEvidence,
  widths: { readonly name: number; readonly command: number },
  { columns, language, style }: Layout,
): readonly string[] {
  const words = `${pad(run.hook, widths.name)}  ${pad(run.command, widths.command)}`
  if (run.outcome === 'planned') return [clip(`  ${words}`, columns).trimEnd()]
  const took = pad(catalog(language).summary.duration(milliseconds), 9, 'right')
  const note = times > 1 ? `×${times}` : hookNote(run, language)
  const line = clip(`${words}  ${took}  ${note}`, columns - 2).trimEnd()
  const mark = run.outcome === 'done' ? style.green('✓') : style.red('✗')
  const said = run.outcome === 'done' ? [] : saidBy(run, columns).map(style.dim)
  return [`${mark} ${line}`, ...said, ...cureOf(run, { columns, language })]
}

/** Which batch it was for, and how it ended where that was not well. */
export function hookNote({ batch, outcome, end }: HookRun, language: Language): string {
  const { hookOfBatch, hookEnd } = catalog(language).summary
  const ended = end === undefined || outcome === 'done' ? '' : hookEnd(end)
  return [batch === undefined ? '' : hookOfBatch(batch), ended].filter(Boolean).join(': ')
}

/** Nodes that a hook kept from being touched tell it themselves. */
function cureOf(
  run: HookRun,
  { columns, language }: Pick<Layout, 'columns' | 'language'>,
): readonly string[] {
  const remedy = run.hook === 'before' ? undefined : explainHook(run, language)?.remedy
  const { remedy: heading } = catalog(language).labels.headings
  return remedy === undefined ? [] : hanging(`    ${heading}  `, remedy, columns)
}

function saidBy({ output }: HookRun, columns: number): readonly string[] {
  const lines = (output ?? '').split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-MOST_OUTPUT).map((line) => clip(`    ${safeLine(line)}`, columns))
}
