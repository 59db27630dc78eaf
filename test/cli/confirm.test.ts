import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { EXIT } from '../../src/cli/command-line/exit-code.ts'
import { confirmRemoval } from '../../src/cli/confirm.ts'
import { catalog } from '../../src/messages/catalog.ts'
import { LANGUAGES } from '../../src/messages/language.ts'

const WORDS = catalog('en').destroy

/** What an operator types when asked, and what was said; without `typed`, there is no terminal. */
async function asked(typed?: string): Promise<{ readonly code: number | undefined; readonly said: string }> {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()]
  const terminal = typed === undefined ? stdin : Object.assign(stdin, { isTTY: true })
  const answer = confirmRemoval('Remove? ', WORDS, { stdin: terminal, stderr })
  if (typed !== undefined) stdin.write(typed)
  const code = await answer
  // All of it: one read() gives a single chunk since Node 26.
  return { code, said: await text(stderr.end()) }
}

describe('the consent to a destroy', () => {
  it('is yes, and nothing else', async () => {
    expect((await asked('yes\r')).code).toBe(undefined)
    for (const typed of ['\r', 'y\r', 'no\r', 'yes please\r']) {
      const { code, said } = await asked(typed)
      expect(code).toBe(EXIT.nodeFailed)
      expect(said).toContain(WORDS.declined)
    }
  })

  it('is not given by whoever leaves instead of answering', async () => {
    for (const key of ['\u0003', '\u0004']) expect((await asked(key)).code).toBe(EXIT.interrupted)
  })

  it('is not asked for where there is no terminal: nothing is removed, and the option is named', async () => {
    const { code, said } = await asked()
    expect(code).toBe(EXIT.wrongInput)
    expect(said).toContain('--yes-i-really-really-mean-it')
    expect(said).not.toContain('Remove?')
  })

  it.each(LANGUAGES)('in %s says how many nodes it is about, and which', (language) => {
    const question = catalog(language).destroy.question({
      count: 49,
      nodes: 'cmp[1-48], ctl1',
      directory: '/opt/x',
    })
    expect(question).toContain('49')
    expect(question).toContain('cmp[1-48], ctl1')
    expect(question).toContain('/opt/x')
    expect(question).toContain(catalog(language).destroy.yes)
  })
})
