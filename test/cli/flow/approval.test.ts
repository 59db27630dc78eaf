import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openApproval } from '../../../src/cli/flow/approval.ts'
import { LANGUAGES, type Language } from '../../../src/messages/language.ts'
import { interruption } from '../../../src/play/interruption.ts'

const CHANGE = { nodes: 48, batches: 3 }

interface Typed {
  readonly language?: Language
  readonly isTerminal?: boolean
  /** Interrupted from outside, as by SIGTERM, while the question is there. */
  readonly terminated?: boolean
}

/** What becomes of a change when an operator types this. */
async function decide(typed: string, { language = 'en', isTerminal = true, terminated = false }: Typed = {}) {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()]
  const terminal = {
    stdin: Object.assign(stdin, { isTTY: isTerminal }),
    stderr: Object.assign(stderr, { isTTY: isTerminal }),
  }
  const screen: string[] = []
  const suspend = () => {
    screen.push('suspended')
    return () => void screen.push('resumed')
  }
  const context = { interruption: interruption() }
  const approval = openApproval({ context, printer: { suspend }, language, terminal })
  const approved = approval.approve(CHANGE)
  if (terminated) context.interruption.interrupt()
  else stdin.write(typed)
  return {
    isApproved: await approved,
    isDeclined: approval.isDeclined(),
    isInterrupted: context.interruption.stopping.aborted,
    isAborted: context.interruption.aborting.aborted,
    screen,
    output: await text(stderr.end()),
  }
}

describe('the approval of a change', () => {
  it.each(['y\r', 'Y\r', 'yes\r', ' y \r'])('is given by %j', async (typed) => {
    const { isApproved, isDeclined, output, screen } = await decide(typed)
    expect([isApproved, isDeclined]).toEqual([true, false])
    expect(output).toContain('Change 48 nodes in 3 batches? [y/N] ')
    expect(output).not.toContain('nothing was changed')
    expect(screen).toEqual(['suspended', 'resumed'])
  })

  it.each(['\r', 'n\r', 'no\r', 'yes please\r', '\u0004'])(
    'is not given by %j, which says that nothing was changed',
    async (typed) => {
      const { isApproved, isDeclined, isInterrupted, output, screen } = await decide(typed)
      expect([isApproved, isDeclined, isInterrupted]).toEqual([false, true, false])
      expect(output).toContain('nothing was changed')
      expect(screen).toEqual(['suspended', 'resumed'])
    },
  )

  it('is not given by Ctrl-C, which interrupts the run', async () => {
    expect(await decide('\u0003')).toMatchObject({
      isApproved: false,
      isDeclined: true,
      isInterrupted: true,
      isAborted: false,
    })
  })

  it('is not waited for by a run that is interrupted from outside, and counts that once', async () => {
    expect(await decide('', { terminated: true })).toMatchObject({
      isApproved: false,
      isInterrupted: true,
      isAborted: false,
    })
  })

  it('is not asked for where there is no terminal', async () => {
    expect(await decide('', { isTerminal: false })).toMatchObject({
      isApproved: true,
      isDeclined: false,
      output: '',
      screen: [],
    })
  })

  it.each(LANGUAGES)('in %s says how many nodes and batches it is about', async (language) => {
    const { output, isApproved } = await decide('y\r', { language })
    expect(isApproved).toBe(true)
    expect(output).toMatch(/48.*3.*\[y\/N\]/u)
  })
})
