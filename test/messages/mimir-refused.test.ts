import { describe, expect, it } from 'vitest'
import { findings as en } from '../../src/messages/en/findings.ts'
import { remoteWriteErrors as pushesEn } from '../../src/messages/en/remote-write-errors.ts'
import { findings as ko } from '../../src/messages/ko/findings.ts'
import { remoteWriteErrors as pushesKo } from '../../src/messages/ko/remote-write-errors.ts'
import { safeLine } from '../../src/values/safe-text.ts'

const CASES = [
  [400, 'Client sent an HTTP request to an HTTPS server.', 'set https://', 'https://를'],
  [400, 'The plain HTTP request was sent to HTTPS port', 'set https://', 'https://를'],
  [502, '<html>', 'query-frontend and queriers', 'querier가'],
  [405, '', 'sent by POST', 'POST로'],
  [403, '', 'only GET', 'GET만'],
  [422, 'err-mimir-max-series-per-query', 'a query limit', '조회 한도'],
] as const

describe('the remedy for a query that is refused', () => {
  it.each(CASES)('names what %i %s means, in both languages', (status, body, english, korean) => {
    const finding = { kind: 'mimir-refused', url: 'http://m', status, evidence: safeLine(body) } as const
    expect(en['mimir-refused'](finding).remedy).toContain(english)
    expect(ko['mimir-refused'](finding).remedy).toContain(korean)
  })
})

it.each([pushesEn, pushesKo])(
  'the remedy for a login that is refused names a proxy that forbids POST',
  (pushes) => {
    expect(pushes['login-refused'].remedy).toMatch(/POST.*limit_except/u)
  },
)
