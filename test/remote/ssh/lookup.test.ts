import { expect, test } from 'vitest'
import { createLookup } from '../../../src/remote/ssh/lookup.ts'

test('no more than two names are looked up at a time, and every asker gets its answer', () => {
  const asked: { name: string; answer: (address: string) => void }[] = []
  const lookup = createLookup((name, _options, callback) => {
    asked.push({ name, answer: (address) => callback(null, address, 4) })
  })
  const answers: string[] = []
  for (const name of ['ctl1', 'ctl2', 'ctl3']) {
    lookup(name, {}, (_error, address) => answers.push(`${name} ${JSON.stringify(address)}`))
  }
  expect(asked.map(({ name }) => name)).toEqual(['ctl1', 'ctl2'])
  asked[1]?.answer('10.0.0.2')
  asked[2]?.answer('10.0.0.3')
  asked[0]?.answer('10.0.0.1')
  expect(answers).toEqual(['ctl2 "10.0.0.2"', 'ctl3 "10.0.0.3"', 'ctl1 "10.0.0.1"'])
})
