import { once } from 'node:events'
import { problemLine } from '../../manifest/problems/problem-lines.ts'
import { catalog } from '../../messages/catalog.ts'
import { explainFailure } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Printer } from '../../model/event.ts'
import { pause } from '../../play/interruption.ts'
import type { LogListener, LogSelection, Role } from '../../play/role.ts'
import { connector } from '../../remote/connect.ts'
import { type LogQueue, logQueue } from '../../report/logs/log-queue.ts'
import { type LogLook, logText } from '../../report/logs/log-text.ts'
import { widthOf } from '../../report/text/columns.ts'
import { styleFor } from '../../report/text/style.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { Arguments } from '../command-line/arguments.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { readLogInputs, type VerbInputs } from '../inputs.ts'
import { leaseRequestOf } from '../lease-request.ts'
import { languageFor } from '../locale.ts'
import { openRunContext } from '../run-context.ts'
import { runName } from '../run-name.ts'
import { refuse } from '../usage-errors.ts'

/** Characters that wait to be shown, of all nodes together, and of each at the least. */
const ROOM = 64 * 1024 * 1024
const LEAST_ROOM = 64 * 1024

/** Lines of each node where nobody says how many. */
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

/** Show the logs of all nodes as one, and give the exit code. */
export async function logs(role: Role, wishes: Arguments): Promise<number> {
  const language = languageFor(wishes.lang)
  const { follow, since } = wishes
  const tail = wishes.tail ?? (since === undefined ? TAIL : undefined)
  const wished: LogSelection = { since, tail, follow }
  let queue = logQueue(ROOM)
  const ear = hear(language, () => queue)
  const inputs = await readLogInputs(wishes, role, { logs: wished, listener: ear.listener })
  if (inputs.play === undefined) return refuse(inputs.problems, inputs.texts)
  queue = logQueue(Math.max(LEAST_ROOM, ROOM / Math.max(1, inputs.nodes.length)))
  for (const problem of inputs.problems) process.stderr.write(`${problemLine(problem)}\n`)
  const interrupted = await show(wishes, inputs, { ear, language })
  // Whoever follows ends that by Ctrl-C; a log that was not read to its end is another matter.
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
const SILENT: Printer = { tell: () => undefined, end: async () => Promise.resolve() }

/** Shows what is heard until it ends; tells whether the operator ended it. */
async function show(
  wishes: Arguments,
  { nodes, manifest, play }: Extract<VerbInputs, { manifest: unknown }>,
  { ear, language }: { readonly ear: Ear; readonly language: Language },
): Promise<boolean> {
  const { parallel, deadlines } = manifest.rollout
  const order = { nodes, parallel: wishes.parallel ?? parallel, language, printer: SILENT }
  const { context, close } = openRunContext(order)
  const { stopping, interrupt } = context.interruption
  process.stdout.on('error', interrupt)
  const look: LogLook = {
    width: Math.max(1, ...nodes.map(({ name }) => widthOf(name))),
    style: styleFor(process.stdout, process.env),
    json: wishes.output === 'json' || wishes.output === 'jsonl',
  }
  const connect = connector({ connectDeadline: deadlines.connect, signal: stopping })
  const leaseRequest = leaseRequestOf(runName(new Date().toISOString()), 'logs')
  const heard = play({ context, connect, leaseRequest })
  const speech = { queue: ear.queue(), look, language, signal: stopping }
  try {
    if (wishes.follow) await speakUntil(heard, speech)
    else await heard
    while (speech.queue.waiting && !process.stdout.errored) await speak(speech, Number.POSITIVE_INFINITY)
    // A reader that went away (`| head`) had enough.
    return stopping.aborted && !process.stdout.errored
  } finally {
    close()
    process.stdout.off('error', interrupt)
  }
}

interface Speech {
  readonly queue: LogQueue
  readonly look: LogLook
  readonly language: Language
  readonly signal: AbortSignal
}

/** Turn after turn, for as long as something may be heard. */
async function speakUntil(heard: Promise<void>, speech: Speech): Promise<void> {
  const ended = new AbortController()
  const over = heard.finally(() => ended.abort())
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
  for (const [node, count] of leftOut)
    process.stderr.write(`${safeLine(catalog(language).logs.leftOut(node, count))}\n`)
  const text = lines.map((line) => logText(line, look)).join('')
  if (text === '' || process.stdout.errored || process.stdout.write(text)) return
  await once(process.stdout, 'drain', { signal }).catch(() => undefined)
}
