import type { RemoteWriteError } from '../../../src/model/remote-write-error.ts'
import { defined } from '../../../src/values/defined.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

/** What an answer names of what it does not take. */
export type RefusedSeries = Pick<RemoteWriteError, 'limit' | 'metric' | 'label'>

/** How much of an answer is read. */
const LONGEST = 2000

const LIMIT = /\blimit(?: of |: |, set to | \()(?<limit>\d{1,15})\b/u

/** As Mimir and Cortex print a series: with its name among its labels, before them, or alone. */
const METRIC =
  /__name__="(?<inside>[\w:]{1,200})"|exceeded for metric (?<alone>[\w:]{1,200})|\b(?:series|metric)(?: |: )?["']?(?<before>[a-zA-Z_:][\w:]{0,199})(?=[{"'])/u

const LABEL = /\blabel: '(?<label>[^']{1,200})'|\blabel name: "(?<name>[^"]{1,200})"/u

/** The limit and the series in the words of Mimir and Cortex; nothing where they name none. */
export function refusedSeries(answer: string): RefusedSeries {
  const text = answer.slice(0, LONGEST)
  const limit = LIMIT.exec(text)?.groups?.['limit']
  const metric = METRIC.exec(text)?.groups ?? {}
  const label = LABEL.exec(text)?.groups ?? {}
  const name = metric['inside'] ?? metric['alone'] ?? metric['before']
  const labelName = label['label'] ?? label['name']
  return defined({
    limit: limit === undefined ? undefined : Number(limit),
    metric: name === undefined ? undefined : safeLine(name, 200),
    label: labelName === undefined ? undefined : safeLine(labelName, 200),
  })
}
