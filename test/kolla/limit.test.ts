import { describe, expect, it } from 'vitest'
import { selectHosts } from '../../src/kolla/limit.ts'
import { memoryFiles } from './memory-files.ts'
import { sentence } from './sentence.ts'

const FROM = {
  hosts: ['ctl1', 'ctl2', 'cmp01', 'cmp02', 'cmp03', '10.0.0.7', 'fd00::7'],
  groups: new Map([
    ['all', ['ctl1', 'ctl2', 'cmp01', 'cmp02', 'cmp03', '10.0.0.7', 'fd00::7']],
    ['control', ['ctl1', 'ctl2']],
    ['compute', ['cmp01', 'cmp02', 'cmp03']],
    ['rack-1', ['ctl1', 'cmp01']],
    ['empty', []],
  ]),
}
const files = memoryFiles({ '/r/site.retry': 'cmp02\n\nctl1\n', '/r/bad': 'nobody\n' })
const select = (pattern: string) => selectHosts(pattern, FROM, files)

describe('a pattern', () => {
  it.each([
    ['all', FROM.hosts],
    ['*', FROM.hosts],
    ['ctl2', ['ctl2']],
    ['cmp03,ctl1', ['ctl1', 'cmp03']],
    ['control:compute', ['ctl1', 'ctl2', 'cmp01', 'cmp02', 'cmp03']],
    ['compute:&rack-1', ['cmp01']],
    ['all:!compute', ['ctl1', 'ctl2', '10.0.0.7', 'fd00::7']],
    ['!compute,!control', ['10.0.0.7', 'fd00::7']],
    ['cmp0?', ['cmp01', 'cmp02', 'cmp03']],
    ['cmp0[!1]', ['cmp02', 'cmp03']],
    ['compute[0]', ['cmp01']],
    ['compute[-1]', ['cmp03']],
    ['compute[0:1]', ['cmp01', 'cmp02']],
    ['compute[1:]', ['cmp02', 'cmp03']],
    ['~(ctl|cmp)0?1', ['ctl1', 'cmp01']],
    ['~(?P<kind>cmp).*', ['cmp01', 'cmp02', 'cmp03']],
    ['fd00::7', ['fd00::7']],
    ['10.0.0.*', ['10.0.0.7']],
    ['@/r/site.retry', ['ctl1', 'cmp02']],
    ['control, @/r/site.retry', ['ctl1', 'ctl2', 'cmp02']],
    ['empty,ctl1', ['ctl1']],
  ])('%j selects %j', (pattern, hosts) => {
    expect(select(pattern)).toEqual({ hosts, problems: [] })
  })

  it.each([
    ['ctl3x', 'error  --limit: no host and no group matches ctl3x; did you mean ctl1?'],
    ['contorl', 'error  --limit: no host and no group matches contorl; did you mean control?'],
    [
      'xyzzy*',
      'error  --limit: no host and no group matches xyzzy*; write a host, a group or a pattern of the inventory',
    ],
    [
      'all:!nobody',
      'error  --limit: no host and no group matches nobody; write a host, a group or a pattern of the inventory',
    ],
    ['empty', 'error  --limit: the pattern empty leaves no host; widen the pattern'],
    ['control:&compute', 'error  --limit: the pattern control:&compute leaves no host; widen the pattern'],
    ['compute[7]', 'error  --limit: compute[7] is beyond the 3 hosts of compute; count from 0'],
    [
      '@/r/none',
      'error  --limit: there is no file /r/none; hosts are read from it; correct the path after @',
    ],
    [
      '@/r/bad',
      'error  --limit: no host and no group matches nobody; write a host, a group or a pattern of the inventory',
    ],
  ])('%j is refused', (pattern, expected) => {
    const { hosts, problems } = select(pattern)
    expect([hosts, problems.map(sentence)]).toEqual([[], [expected]])
  })

  it('with a broken regular expression is refused', () => {
    expect(select('~(ctl').problems.map(sentence).join('')).toContain('the pattern ~(ctl is not understood')
  })
})
