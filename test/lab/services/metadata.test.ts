import { describe, expect, it } from 'vitest'
import { mergedMetadata, metadataAnswer } from './metadata.ts'

const UP = { metric: 'up', type: 'gauge', help: 'Reached.', unit: '' }
const OTHER_UP = { ...UP, help: 'Answers.' }
const LOAD = { metric: 'node_load1', type: 'gauge', help: 'Load.', unit: '' }

describe('metadata', () => {
  it('is empty until something was pushed', () => {
    expect(metadataAnswer([], new URLSearchParams())).toEqual({ status: 'success', data: {} })
  })

  it('keeps each word on a metric once', () => {
    expect(mergedMetadata([UP, LOAD], [UP, OTHER_UP])).toEqual([UP, LOAD, OTHER_UP])
  })

  it('is told by metric, all of it or one or a few', () => {
    const up = [
      { type: 'gauge', help: 'Reached.', unit: '' },
      { type: 'gauge', help: 'Answers.', unit: '' },
    ]
    const load = [{ type: 'gauge', help: 'Load.', unit: '' }]
    const answer = (search: string) => metadataAnswer([UP, LOAD, OTHER_UP], new URLSearchParams(search))
    expect(answer('')).toEqual({ status: 'success', data: { up, node_load1: load } })
    expect(answer('metric=node_load1')).toEqual({ status: 'success', data: { node_load1: load } })
    expect(answer('limit=1')).toEqual({ status: 'success', data: { up } })
  })
})
