import { expect, it } from 'vitest'
import { name, push, reach } from '../../../../roles/mimir-worker/prechecks/mimir.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { SETTINGS } from '../sample.ts'
import { inspection } from './sample-inspection.ts'

it.each([
  ['http://10.0.0.5:9009', ['curl', 'bash', 'wget']],
  ['https://10.0.0.5:9009', ['curl', 'wget']],
])('a node that cannot ask a Mimir at %s lacks %j', (url, tools) => {
  expect(reach(inspection({ ready: { silence: 'no-tool' } }), url)).toEqual({
    precheck: 'mimir',
    state: 'skipped',
    finding: { kind: 'no-tool', tools },
  })
})

it('shows what the page of a proxy says, without its tags', () => {
  const body = safeLine('<html>\n<h1>401 Authorization Required</h1>\n<hr>nginx/1.22.1\n</html>')
  const { finding } = push(inspection({ push: { status: 401, headers: '', body, seconds: 0 } }), SETTINGS)
  expect(finding).toMatchObject({
    cause: 'unauthorized',
    evidence: '401 Authorization Required nginx/1.22.1',
  })
})

it('finds no name that only the node itself knows, by a source that a container has not', () => {
  const found = { exit: 2, addresses: [], ofNode: ['10.0.0.5'] }
  expect(name(inspection({ name: found }), 'mimir.example')).toEqual({
    precheck: 'name',
    state: 'failed',
    finding: { kind: 'name-of-node-only', host: 'mimir.example', addresses: ['10.0.0.5'] },
  })
  expect(name(inspection({ name: { ...found, ofNode: [] } }), 'mimir.example').finding.kind).toBe(
    'name-unresolved',
  )
})
