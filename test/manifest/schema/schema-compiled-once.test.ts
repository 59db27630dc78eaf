import type { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { afterAll, expect, test, vi } from 'vitest'

const made = { validators: 0, loads: 0 }

// Other files of this worker have loaded the schema already, and shall not meet the counted one afterwards.
vi.resetModules()
vi.doMock('ajv/dist/2020.js', async (original) => {
  const { Ajv2020 } = await original<{ Ajv2020: typeof Ajv }>()
  made.loads += 1
  class Counted extends Ajv2020 {
    constructor(...given: ConstructorParameters<typeof Ajv>) {
      super(...given)
      made.validators += 1
    }
  }
  return { Ajv2020: Counted }
})

const { read } = await import('../operator.ts')

afterAll(() => {
  vi.doUnmock('ajv/dist/2020.js')
  vi.resetModules()
})

test('loads ajv for the first manifest that needs it, and compiles the schema once for all', async () => {
  await read('')
  await read('a: b: c\n')
  expect(made).toEqual({ validators: 0, loads: 0 })
  await Promise.all([read('mimir: {}\n'), read('ssh: {}\n')])
  await read('mimir: {}\n')
  expect(made).toEqual({ validators: 1, loads: 1 })
})
