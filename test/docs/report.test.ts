import { expect, it } from 'vitest'
import schema from '../../schemas/report.schema.json' with { type: 'json' }
import { pageText } from './page.ts'

it('docs/report.md names the fields inside changes, adoption, rollback and rollout as the schema has them', () => {
  const page = pageText('docs/report.md')
  const { changes, adoption, rollback } = schema.$defs.node.properties
  const { batches, failures } = schema.$defs.rollout.properties
  const parts = [changes, adoption, rollback, failures, batches.items]
  const fields = parts.flatMap(({ properties }) => Object.keys(properties))
  expect(fields.length).toBeGreaterThan(10)
  expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([])
})
