import { failed, type Result, success } from '../../model/result.ts'
import { parseShare, type Share, type ShareFault } from './number-or-percent.ts'

const SIZE = { least: 1, example: '1,25%,100%' } as const
const ALLOWED = { least: 0, example: '10%' } as const

/** How many nodes each batch has, as `serial` of Ansible: the last size repeats until no node is left. */
export type BatchSizes = readonly [Share, ...Share[]]

/** Sizes as operators write them: `1,10%,100%`, one size alone, or a list of them. */
export type WrittenSizes = string | number | readonly (string | number)[]

/** What is wrong with one size, and which it is. */
export interface SizeFault extends ShareFault {
  readonly at: number
}

/** The sizes that are meant, or what is wrong with each that is none. */
export function parseBatchSizes(written: WrittenSizes): Result<BatchSizes, readonly SizeFault[]> {
  const sizes = sizesOf(written).map((size) => parseShare(size, SIZE))
  const faults = sizes.flatMap((size, at) => (size.ok ? [] : [{ ...size.failure, at }]))
  const [first, ...others] = sizes.flatMap((size) => (size.ok ? [size.value] : []))
  return faults.length > 0 || first === undefined ? failed(faults) : success([first, ...others])
}

function sizesOf(written: WrittenSizes): readonly (string | number)[] {
  if (typeof written === 'string') return written.split(',')
  if (typeof written === 'number') return [written]
  return written.length === 0 ? [''] : written
}

/** How many nodes may fail, as it is written: 0, 3 or "10%". */
export function parseMaxFailures(written: string | number): Result<Share, ShareFault> {
  return parseShare(written, ALLOWED)
}
