import { once } from 'node:events'
import { catalog } from '../../messages/catalog.ts'
import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Printer } from '../../model/event.ts'
import { pause } from '../../play/interruption.ts'
import type { LogListener, LogSelection, Role } from '../../play/role.ts'
import { type LogQueue, logQueue } from '../../report/logs/log-queue.ts'
import { type LogLook, logText } from '../../report/logs/log-text.ts'
import { widthOf } from '../../report/text/columns.ts'
import { styleFor } from '../../report/text/style.ts'
import { safeLine } from '../../values/safe-text.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { count, flag, parsed } from '../command-line/option.ts'
import { COMMON, parseSince } from '../command-line/options.ts'
import { ALWAYS, defineVerb, type VerbArguments } from '../command-line/verb.ts'
import { type Inputs, readInputs } from '../inputs.ts'
import { languageFor } from '../output.ts'
import { withRun } from '../run.ts'
import { printProblems } from '../usage-errors.ts'

/** Characters that wait to be shown, of all nodes together, and of each at the least. */
const ROOM = 64 * 1024 * 1024
const LEAST_ROOM = 64 * 1024

/** Lines of each node by default. */
const TAIL = 100

/** Milliseconds that lines wait for earlier ones of other nodes; at the beginning, for nodes that are slow to answer. */
const TURN = 250
const FIRST_TURN = 1500

/** Lines that are shown at once while more come. */
const MOST = 5000

/** What is said on stderr, and which nodes are lost or away. */
interface Ear {
  readonly listener: LogListener
  readonly queue: () => LogQueue
  readonly missing: Set<string>
}

const OPTIONS = {
  ...COMMON,
  since: parsed(
    { name: 'since', value: 'DURATION', help: 'only lines written since then: 90s, 15m, 1h30m, 2d' },
    parseSince,
  ),
  tail: count({
    name: 'tail',
    value: 'N',
    help: `only the last N lines of each node; default: ${TAIL}, and with --since all`,
  }),
  follow: flag({ name: 'follow', short: 'f', help: 'keep reading as lines are written, until Ctrl-C' }),
}

type LogsArguments = VerbArguments<typeof OPTIONS>

export const logs = defineVerb({
  name: 'logs',
  summary: "read the workers' logs of many nodes as one",
  phases: [],
  takesManifest: true,
  options: OPTIONS,
  exitCodes: {
    ...ALWAYS,
    [EXIT.done]: 'the log of every node was read; or a --follow was ended by Ctrl-C',
    [EXIT.nodeFailed]: 'a node was not reached, or its connection was lost',
  },
  examples: [
    'inventory.yml --since 1h',
    "inventory.yml --limit 'compute:!cmp7' --follow",
    'inventory.yml --tail 20 -o jsonl',
  ],
  run: showLogs,
})

/** Show the logs of all nodes as one. */
async function showLogs(role: Role, args: LogsArguments): Promise<number> {
  const language = languageFor(args.lang)
  const { follow, since } = args
  const tail = args.tail ?? (since === undefined ? TAIL : undefined)
  let queue = logQueue(ROOM)
  const ear = hear(language, () => queue)
  const selection: LogSelection = { since, tail, follow }
  const inputs = await readInputs(args, role, 'logs', (order) => ({
    ...order,
    selection,
    listener: ear.listener,
  }))
  if (!inputs.ok) return printProblems(inputs.failure)
  queue = logQueue(Math.max(LEAST_ROOM, ROOM / Math.max(1, inputs.value.nodes.length)))
  const interrupted = await show(args, inputs.value, { ear, language })
  // Ctrl-C is the ordinary end of --follow; a log that was not read to its end is another matter.
  if (interrupted && !follow) return EXIT.interrupted
  return ear.missing.size > 0 ? EXIT.nodeFailed : EXIT.done
}

function hear(language: Language, queue: () => LogQueue): Ear {
  const words = catalog(language).logs
  const missing = new Set<string>()
  const say = (text: string): void => void process.stderr.write(`${safeLine(text, 1000)}\n`)
  return {
    missing,
    queue,
    listener: {
      line: (node, time, text) => queue().add({ node, time, text }),
      lost: (node, failure) => {
        missing.add(node)
        const { problem, remedy } = explainFailure(failure, language)
        say(words.lost(node, problem, remedy))
      },
      away: (node, failure) => {
        missing.add(node)
        say(words.away(node, explainFailure(failure, language).problem))
      },
      back: (node) => {
        missing.delete(node)
        say(words.back(node))
      },
      ended: () => undefined,
    },
  }
}

/** Nothing is drawn but the logs themselves. */
const WARNINGS_ONLY: Printer = {
  tell: (event) => {
    if (event.type === 'warning') process.stderr.write(`${event.text}\n`)
  },
  end: async () => Promise.resolve(),
}

/** Shows what is read until it ends; whether the operator ended it. */
async function show(
  args: LogsArguments,
  inputs: Inputs<undefined>,
  { ear, language }: { readonly ear: Ear; readonly language: Language },
): Promise<boolean> {
  const order = {
    verb: logs,
    args,
    inputs,
    language,
    printer: WARNINGS_ONLY,
    connectUntil: 'stopping',
  } as const
  const layout: LogLook = {
    width: Math.max(1, ...inputs.nodes.map(({ name }) => widthOf(name))),
    style: styleFor(process.stdout, process.env),
    json: args.output === 'json' || args.output === 'jsonl',
  }
  return withRun(order, async ({ context, services }) => {
    const { stopping, interrupt } = context.interruption
    process.stdout.on('error', interrupt)
    const reading = inputs.play(services)
    const speech = { queue: ear.queue(), look: layout, language, signal: stopping }
    try {
      if (args.follow) await speakUntil(reading, speech)
      else await reading
      while (speech.queue.waiting && !process.stdout.errored) await speak(speech, Number.POSITIVE_INFINITY)
      // A reader that went away (`| head`) had enough.
      return stopping.aborted && !process.stdout.errored
    } finally {
      process.stdout.off('error', interrupt)
    }
  })
}

interface Speech {
  readonly queue: LogQueue
  readonly look: LogLook
  readonly language: Language
  readonly signal: AbortSignal
}

/** Turn after turn, for as long as something may be read. */
async function speakUntil(reading: Promise<unknown>, speech: Speech): Promise<void> {
  const ended = new AbortController()
  const over = reading.finally(() => ended.abort())
  const signal = AbortSignal.any([ended.signal, speech.signal])
  for (let wait = FIRST_TURN; !signal.aborted; wait = TURN) {
    await pause(wait, signal)
    await speak(speech, MOST)
  }
  await over
}

/** One turn; a reader who is slower than the nodes is waited for, while their queues stay as small as they are. */
async function speak({ queue, look, language, signal }: Speech, most: number): Promise<void> {
  const { lines, leftOut } = queue.take(most)
  for (const [node, missed] of leftOut)
    process.stderr.write(`${safeLine(catalog(language).logs.leftOut(node, missed))}\n`)
  const text = lines.map((line) => logText(line, look)).join('')
  if (text === '' || process.stdout.errored || process.stdout.write(text)) return
  await once(process.stdout, 'drain', { signal }).catch(() => undefined)
}
