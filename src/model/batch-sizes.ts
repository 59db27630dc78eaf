import { failed, type Result, success } from './result.ts'
import { parseShare, type Share, type ShareFault } from './share.ts'

const SIZE = { least: 1, example: '1,25%,100%' } as const
const ALLOWED = { least: 0, example: '10%' } as const

/** How many nodes each batch has, as `serial` of Ansible: the last size repeats until no node is left. */
export type BatchSizes = readonly [Share, ...Share[]]

/** Sizes as they are written: `1,10%,100%`, one size alone, or a list of them. Gives each thing that is wrong. */
export function parseBatchSizes(
  written: string | number | readonly (string | number)[],
): Result<BatchSizes, readonly ShareFault[]> {
  const sizes = sizesOf(written).map((size) => parseShare(size, SIZE))
  const faults = sizes.flatMap((size) => (size.ok ? [] : [size.failure]))
  const [first, ...others] = sizes.flatMap((size) => (size.ok ? [size.value] : []))
  return faults.length > 0 || first === undefined ? failed(faults) : success([first, ...others])
}

function sizesOf(written: string | number | readonly (string | number)[]): readonly (string | number)[] {
  if (typeof written === 'string') return written.split(',')
  return typeof written === 'number' ? [written] : written
}

/** How many nodes may come to grief, as it is written: 0, 3 or "10%". */
export function parseBudget(written: string | number): Result<Share, ShareFault> {
  return parseShare(written, ALLOWED)
}
