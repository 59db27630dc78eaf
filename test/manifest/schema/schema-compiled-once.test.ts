import type { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { afterAll, expect, test, vi } from 'vitest'

const made = { validators: 0, loads: 0 }

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

// Other files of this process must not meet the counted one.
afterAll(() => {
  vi.doUnmock('ajv/dist/2020.js')
})

test('loads ajv for the first manifest that needs it, and compiles the schema once for all', async () => {
  await read('')
  await read('a: b: c\n')
  expect(made).toEqual({ validators: 0, loads: 0 })
  await Promise.all([read('mimir: {}\n'), read('ssh: {}\n')])
  await read('mimir: {}\n')
  expect(made).toEqual({ validators: 1, loads: 1 })
})
