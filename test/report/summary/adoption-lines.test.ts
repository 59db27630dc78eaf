import { describe, expect, it } from 'vitest'
import { adoptedText } from '../../../src/cli/flow/adopted-manifest.ts'
import type { Language } from '../../../src/messages/language.ts'
import type { Adoptable, Adoption } from '../../../src/model/adoption.ts'
import type { Report } from '../../../src/model/report.ts'
import { adoptionLines } from '../../../src/report/summary/adoption-lines.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { reportOf, verifiedNode } from '../sample.ts'

const RETENTION: Adoptable = { key: 'worker.retention', value: '1d', overridable: false }
const INTERVAL: Adoptable = { key: 'worker.scrape_interval', value: '15s', overridable: true }
const RACK: Adoptable = { key: 'worker.labels.rack', value: 'r 1: "x"', overridable: false }

/** A plan of these nodes, with what could be kept on each. */
function plan(nodes: Readonly<Record<string, Partial<Adoption> | undefined>>): Report {
  return reportOf(
    Object.entries(nodes).map(([node, adoption]) => ({
      ...verifiedNode(node),
      ...(adoption === undefined ? {} : { adoption: { settings: [], more: false, ...adoption } }),
    })),
    { dryRun: true },
  )
}

const lines = (report: Report, language: Language = 'en') =>
  adoptionLines(report, { columns: 200, language, style: PLAIN })

describe('what somebody changed by hand, in a plan', () => {
  it('is no word where nobody changed a file', () => {
    expect(lines(plan({ cmp1: undefined }))).toEqual([])
  })

  it('is told with the key that keeps it, equal ones of many nodes once, and for whom that would hold', () => {
    const report = plan({
      cmp1: { settings: [INTERVAL, RETENTION] },
      cmp2: { settings: [INTERVAL], more: true },
      cmp3: undefined,
    })
    expect(lines(report)).toEqual([
      'set worker.scrape_interval: 15s in the manifest (under worker.overrides, for these nodes only) to keep the manual change on cmp[1-2] (2)',
      'set worker.retention: 1d in the manifest (it applies to all nodes) to keep the manual change on cmp1 (1)',
      'all other manual changes are reverted by the next rollout',
    ])
    expect(lines(report, 'ko')).toEqual([
      '매니페스트에 추가(이 노드에만 적용하려면 worker.overrides 아래): worker.scrape_interval: 15s — cmp[1-2] (2)의 수동 변경을 유지합니다',
      '매니페스트에 추가(모든 노드에 적용): worker.retention: 1d — cmp1 (1)의 수동 변경을 유지합니다',
      '그 밖의 수동 변경은 다음 rollout에서 원래대로 복원됩니다',
    ])
  })

  it('is quoted where YAML could read something else, and says who it holds for only where that is news', () => {
    expect(lines(plan({ cmp1: { settings: [RACK] } }))).toEqual([
      String.raw`set worker.labels.rack: "r 1: \"x\"" in the manifest to keep the manual change on cmp1 (1)`,
      'manual changes that are not kept are reverted by the next rollout',
    ])
  })

  it('is repaired where the manifest cannot say it', () => {
    expect(lines(plan({ cmp1: { more: true } }))).toEqual(['manual changes are reverted by the next rollout'])
  })
})

describe('the part of a manifest that keeps it', () => {
  it('holds for all where all have it, and else for these nodes where that can be said', () => {
    expect(adoptedText(plan({ cmp1: { settings: [INTERVAL] } }), 'en')).toBe(
      'worker:\n  scrape_interval: "15s"\n',
    )
    const some = plan({ 'cmp.1': { settings: [INTERVAL, RETENTION] }, cmp2: undefined })
    expect(adoptedText(some, 'en')).toBe(
      ['worker:', '  overrides:', '    cmp.1:', '      scrape_interval: "15s"', '  retention: "1d"', ''].join(
        '\n',
      ),
    )
  })

  it('chooses none where nodes disagree about what can only be one', () => {
    const disagreeing = plan({
      cmp1: { settings: [RETENTION] },
      cmp2: { settings: [{ ...RETENTION, value: '3d' }] },
    })
    expect(adoptedText(disagreeing, 'en')).toBe(
      '# choose one for worker.retention: worker.retention: 1d (cmp1); worker.retention: 3d (cmp2)\n',
    )
  })

  it('takes each its own where nodes disagree about what may be another on each', () => {
    const each = plan({
      cmp1: { settings: [INTERVAL] },
      cmp2: { settings: [{ ...INTERVAL, value: '20s' }] },
    })
    expect(adoptedText(each, 'en')).toBe(
      [
        'worker:',
        '  overrides:',
        '    cmp1:',
        '      scrape_interval: "15s"',
        '    cmp2:',
        '      scrape_interval: "20s"',
        '',
      ].join('\n'),
    )
  })

  it('is empty where nothing can be kept', () => {
    expect(adoptedText(plan({ cmp1: { more: true }, cmp2: undefined }), 'en')).toBe('')
  })
})
