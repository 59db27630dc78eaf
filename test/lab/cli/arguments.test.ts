import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LabCommand, parseCommand } from './arguments.ts'

describe('a command line of the lab', () => {
  it('asks for one control and two compute nodes when up says nothing else', () => {
    expect(parseCommand(['up'])).toEqual({ verb: 'up', name: 'lab', shape: { control: 1, compute: 2 } })
  })

  it('takes the shape, the disk size and the name of a fleet', () => {
    expect(parseCommand('up --control 3 --compute 10 --disk 500M --name big'.split(' '))).toEqual({
      verb: 'up',
      name: 'big',
      shape: { control: 3, compute: 10 },
      diskSize: '500M',
    })
  })

  it('takes the suites of nodes by name', () => {
    expect(parseCommand('up --suite cmp2=compose1 --suite ctl1=forky'.split(' '))).toMatchObject({
      shape: { control: 1, compute: 2, suites: { cmp2: 'compose1', ctl1: 'forky' } },
    })
  })

  it('leaves the options of a remote command to the remote command', () => {
    expect(parseCommand(['ssh', '--name', 'b', 'cmp1', 'docker', 'ps', '--all', '-q', '--name'])).toEqual({
      verb: 'ssh',
      name: 'b',
      node: 'cmp1',
      command: ['docker', 'ps', '--all', '-q', '--name'],
    })
  })

  it('opens a shell when ssh names no command', () => {
    expect(parseCommand(['ssh', 'ctl1'])).toEqual({ verb: 'ssh', name: 'lab', node: 'ctl1', command: [] })
  })

  it('knows the verbs that take one node', () => {
    expect(parseCommand(['power-off', 'cmp2'])).toEqual({
      verb: 'act',
      action: 'power-off',
      name: 'lab',
      node: 'cmp2',
    })
  })

  it('reads numbers for slow, lose and skew', () => {
    expect(parseCommand(['slow', 'cmp1', '64'])).toMatchObject({ node: 'cmp1', kilobits: 64 })
    expect(parseCommand(['lose', 'cmp1', '0.3'])).toMatchObject({ node: 'cmp1', fraction: 0.3 })
    expect(parseCommand(['skew', '--', 'cmp1', '-90'])).toMatchObject({ node: 'cmp1', seconds: -90 })
  })

  it('reads what shall be wrong with the registry and the master', () => {
    expect(parseCommand(['registry-fault', '--status', '429', '--delay', '50'])).toEqual({
      verb: 'registry-fault',
      name: 'lab',
      trouble: { status: 429, delayMs: 50 },
    })
    expect(parseCommand(['registry-fault', 'clear'])).toMatchObject({ trouble: {} })
    expect(parseCommand(['master-fault', '503'])).toMatchObject({ trouble: 503 })
    expect(parseCommand(['master-fault', 'black-hole'])).toMatchObject({ trouble: 'black-hole' })
    expect(parseCommand(['master-fault', 'clear'])).toMatchObject({ trouble: 'none' })
  })

  it('helps when nothing is asked, and when help is', () => {
    for (const line of [[], ['--help'], ['-h'], ['help'], ['up', '--help']]) {
      expect(parseCommand(line)).toEqual({ verb: 'help' })
    }
  })

  it.each([
    [['fly'], /no such verb: fly/],
    [['up', 'cmp1'], /up: expected no operand, found cmp1/],
    [['up', '--control', '0'], /--control: expected a whole number from 1 to 80, found 0/],
    [['up', '--compute', 'two'], /--compute: expected a whole number from 0 to 150, found two/],
    [
      ['up', '--suite', 'cmp1=jessie'],
      /--suite: expected NODE=SUITE with one of bookworm, .*, found cmp1=jessie/,
    ],
    [['up', '--disk', 'big'], /--disk: expected a size such as 500M or 4G, found big/],
    [['down', '--compute', '1'], /down takes no --compute/],
    [['up', '--name', 'a-b'], /--name: expected a letter a-z/],
    [['cut'], /cut: expected the name of one node, found nothing/],
    [['cut', 'cmp1', 'cmp2'], /cut: expected the name of one node, found cmp1 cmp2/],
    [['slow', 'cmp1'], /expected the name of one node and a number/],
    [['slow', 'cmp1', '0'], /KBIT: expected a number from 1/],
    [['lose', 'cmp1', '30%'], /FRACTION: expected a number from 0 to 1, found 30%/],
    [['skew', 'cmp1', '1.5'], /SECONDS: expected a whole number, found 1[.]5/],
    [['registry-fault'], /expected `--status N`, `--delay MS` or `clear`/],
    [['registry-fault', 'clear', '--status', '429'], /expected `--status N`, `--delay MS` or `clear`/],
    [['registry-fault', '--status', '418'], /--status: expected one of 401, 404, 429, 500, 503, found 418/],
    [['master-fault'], /master-fault: expected one of 202.*found nothing/],
    [['master-fault', '418'], /found 418/],
    [['up', '--colour'], /Unknown option '--colour'/],
  ])('is refused with a sentence: %j', (line, sentence) => {
    expect(() => parseCommand(line)).toThrow(sentence)
  })

  it('never ends in anything but a command or an Error with a message', () => {
    const word = oneof(string(), constantFrom('up', 'ssh', '--name', 'cut', 'cmp1', '--delay'))
    assert(
      property(array(word), (line) => {
        const outcome = outcomeOf(line)
        return outcome instanceof Error ? outcome.message !== '' : typeof outcome.verb === 'string'
      }),
    )
  })
})

function outcomeOf(line: readonly string[]): LabCommand | Error {
  try {
    return parseCommand(line)
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
