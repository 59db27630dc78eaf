import { failed, type Result, success } from '../../model/result.ts'

/** So many nodes, or a percentage of all that are meant. */
export type Share = { readonly nodes: number } | { readonly percent: number }

/** The smallest share that makes sense where it stands, and one to show. */
export interface ShareForm {
  readonly least: 0 | 1
  readonly example: string
}

/** What is wrong with a share that was written, and what to do about it. */
export interface ShareFault {
  readonly message: string
  readonly remedy: string
}

const SHARE = /^(?<number>\d{1,6})(?<percent>%?)$/u
const MOST_NODES = 99_999

/** A share as operators write it: 5, "5" or "25%". */
export function parseShare(
  written: string | number,
  { least, example }: ShareForm,
): Result<Share, ShareFault> {
  const text = String(written).trim()
  const { number, percent } = SHARE.exec(text)?.groups ?? {}
  const value = Number(number)
  const fault = (expected: string): Result<never, ShareFault> =>
    failed({
      message: `expected ${expected}, found ${text === '' ? 'nothing' : text}`,
      remedy: `write e.g. ${example}`,
    })
  if (number === undefined) return fault('a number of nodes or a percentage of them')
  if (percent === '%')
    return value < least || value > 100 ? fault(`${least}% to 100%`) : success({ percent: value })
  return value < least || value > MOST_NODES
    ? fault(`${least} to ${MOST_NODES} nodes`)
    : success({ nodes: value })
}

/** A share as operators write it. */
export function shareText(share: Share): string {
  return 'nodes' in share ? String(share.nodes) : `${share.percent}%`
}
