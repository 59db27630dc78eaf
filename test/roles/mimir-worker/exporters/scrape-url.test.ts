import { expect, it } from 'vitest'
import { jobUrl } from '../../../../roles/mimir-worker/exporters/scrape-url.ts'

const job = {
  name: 'probes',
  exporter: 'blackbox_probes',
  target: '10.0.0.11:9115',
  scheme: 'http',
  path: '/probe',
  interval: '30s',
  sentinel: 'probe_success',
} as const

it.each([
  ['http://vip:5000/v3?a=b&c=d', 'http%3A%2F%2Fvip%3A5000%2Fv3%3Fa%3Db%26c%3Dd'],
  ["~a-b_c.d!'()* e+f", '~a-b_c.d%21%27%28%29%2A+e%2Bf'],
  ['half\uD83D', 'half%EF%BF%BD'],
  ['클라우드', '%ED%81%B4%EB%9D%BC%EC%9A%B0%EB%93%9C'],
])('a parameter %s is written as Go writes it', (target, escaped) => {
  expect(jobUrl({ ...job, labels: { __param_target: target } })).toBe(
    `http://10.0.0.11:9115/probe?target=${escaped}`,
  )
})

it('parameters are sorted by name, and labels that are none stay out', () => {
  const labels = { service: 'nova', __param_target: 't', __param_module: 'm' }
  expect(jobUrl({ ...job, scheme: 'https', labels })).toBe('https://10.0.0.11:9115/probe?module=m&target=t')
  expect(jobUrl({ ...job, path: '/metrics' })).toBe('http://10.0.0.11:9115/metrics')
})
