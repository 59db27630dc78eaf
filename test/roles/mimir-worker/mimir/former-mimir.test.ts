import { describe, expect, it } from 'vitest'
import { formerMimir } from '../../../../roles/mimir-worker/mimir/former-mimir.ts'

const PATHS = { pushPath: '/api/v1/push', queryPath: '/prometheus' }

describe('how the Mimir of a former generation is queried', () => {
  it('is at the same server, by the path of the manifest, and without a login', () => {
    expect(formerMimir('https://10.0.0.5:9009/api/v1/push', PATHS)).toEqual({
      url: 'https://10.0.0.5:9009',
      queryPath: '/prometheus',
    })
  })

  it.each([
    'http://10.0.0.5:9009/mimir/push',
    'http://user:word@10.0.0.5:9009/api/v1/push',
    'http://10.0.0.5:9009/api/v1/push?x=1',
    'file:///api/v1/push',
    '\ud800',
    '',
  ])('is not known from %s', (pushUrl) => {
    expect(formerMimir(pushUrl, PATHS)).toBeUndefined()
  })
})
