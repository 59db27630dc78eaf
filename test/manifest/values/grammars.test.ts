import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { imageFault, isFloating } from '../../../src/manifest/values/image-reference.ts'
import { parseListen } from '../../../src/manifest/values/listen.ts'
import { mimirUrlFault } from '../../../src/manifest/values/mimir-url.ts'
import { tenantFault } from '../../../src/manifest/values/tenant.ts'
import { directoryFault, plainDirectory } from '../../../src/manifest/values/worker-directory.ts'
import { parseDuration } from '../../../src/values/duration.ts'

describe('durations', () => {
  test.each([
    ['0s', 0],
    ['15ms', 15],
    ['30s', 30_000],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['2w', 1_209_600_000],
    ['1y1w1d1h1m1s1ms', 32_230_861_001],
  ])('%s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds))

  test.each(['', '30', 's', '1.5h', '-1s', '1m1h', '30 s', '1s1s', '1S', ' 1s', '1s\n'])('not "%s"', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  )

  test('add up their units', () => {
    const unit = fc.nat(10_000)
    fc.assert(
      fc.property(unit, unit, unit, (h, m, s) => {
        expect(parseDuration(`${h}h${m}m${s}s`)).toBe(((h * 60 + m) * 60 + s) * 1000)
      }),
    )
  })
})

describe('where to listen', () => {
  test.each([
    ['127.0.0.1:9091', '127.0.0.1', 9091],
    ['0.0.0.0:1', '0.0.0.0', 1],
    ['[::1]:65535', '::1', 65_535],
    ['[2001:db8::5]:9091', '2001:db8::5', 9091],
  ])('%s', (text, host, port) => expect(parseListen(text)).toEqual({ ok: true, value: { host, port } }))

  test("api_interface:19091, the port of each node's own API address", () =>
    expect(parseListen('api_interface:19091')).toEqual({
      ok: true,
      value: { on: 'api_interface', port: 19_091 },
    }))

  test.each([
    ['api_interface', 'add the port: api_interface:19091'],
    ['api_interface:0', 'write a port from 1 to 65535'],
    ['api_interfce:1', "for each node's own API address write api_interface:1"],
    ['network_interface:1', "for each node's own API address write api_interface:1"],
    [':9091', 'say on which address: 127.0.0.1:9091'],
    ['localhost:9091', 'write 127.0.0.1:9091'],
    ['127.0.0.1', 'add the port: 127.0.0.1:9091'],
    ['::1', 'add brackets and the port: "[::1]:9091"'],
    ['2001:db8:0:0:0:0:0:5:9091', 'put the address in brackets: "[2001:db8:0:0:0:0:0:5]:9091"'],
    ['[127.0.0.1]:9091', 'write e.g. "[::1]:9091"'],
    ['127.0.0.1:0', 'write a port from 1 to 65535'],
    ['127.0.0.1:65536', 'write a port from 1 to 65535'],
    ['127.0.0.256:9091', 'write e.g. 127.0.0.1:9091'],
    ['127.0.0.1:9091/x', 'write e.g. 127.0.0.1:9091'],
    ['worker:9091', 'write e.g. 127.0.0.1:9091'],
  ])('not %s', (text, remedy) => {
    const message = `expected an IP address or api_interface, and a port, found "${text}"`
    expect(parseListen(text)).toEqual({ ok: false, failure: { message, remedy } })
  })
})

describe('images', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

  test.each([
    'prom/prometheus:v2.53.4',
    'prometheus',
    'docker.io/prom/prometheus:v3.5.0',
    'localhost/prometheus:1',
    'registry.example.com:4000/a/b-c/d__e.f:V1',
    '[2001:db8::1]:4000/prom/prometheus:v1',
    `quay.io/prometheus/prometheus@${digest}`,
    `quay.io/prometheus/prometheus:v1@${digest}`,
  ])('%s', (text) => expect(imageFault(text)).toBeUndefined())

  test.each([
    ['Prom/prometheus:v1', '"Prom/prometheus:v1", whose name has capital letters'],
    ['https://quay.io/prom/prometheus:v1', '"https://quay.io/prom/prometheus:v1"'],
    ['-a.b/prom:v1', '"-a.b/prom:v1", whose registry is not a host'],
    ['a.b:port/prom:v1', '"a.b:port/prom:v1", whose registry is not a host'],
    ['prom//prometheus:v1', '"prom//prometheus:v1"'],
    ['prom/prometheus:', '"prom/prometheus:", whose tag is an empty string'],
    ['prom/prometheus:-v1', '"prom/prometheus:-v1", whose tag is "-v1"'],
    ['prom/prometheus@sha256:12', '"prom/prometheus@sha256:12", whose digest is not one'],
    ['prom/pro metheus:v1', '"prom/pro metheus:v1"'],
    ['$(reboot):v1', '"$(reboot):v1"'],
    [`${'a'.repeat(256)}:v1`, `"${'a'.repeat(60)}…"`],
  ])('not %s', (text, found) =>
    expect(imageFault(text)?.message).toBe(`expected an image reference, found ${found}`),
  )

  test.each([
    ['prom/prometheus', true],
    ['prom/prometheus:latest', true],
    ['a.b:4000/prom/prometheus', true],
    ['prom/prometheus:v1', false],
    [`prom/prometheus:latest@${digest}`, false],
    [`prom/prometheus@${digest}`, false],
  ])('%s may change: %s', (text, floating) => expect(isFloating(text)).toBe(floating))
})

describe("the worker's folder", () => {
  test.each([
    '/opt/mimir-worker',
    '/opt/mimir-worker/',
    '/srv/a/b',
    '/var/lib/mimir-worker',
    '/etc/mimir',
    '/data',
  ])('%s', (text) => expect(directoryFault(text)).toBeUndefined())

  test.each([
    '/',
    '//',
    '/.',
    '/opt',
    '/opt/',
    '/etc',
    '/usr',
    '/usr/bin',
    '/var/lib',
    '/home',
    '/root',
    '/proc/x',
    '/sys/x',
    '/dev/shm/x',
    '/run/x',
    '/var/run/x',
    '/tmp/x',
    '/boot/x',
    '/etc/kolla',
    '/etc/kolla/x',
    '/var/lib/docker/x',
    '/opt/../etc',
    '/opt/a:b',
    '/opt/$x',
    '/opt/한',
  ])('not %s', (text) => expect(directoryFault(text)).toBeDefined())

  test.each([
    ['/opt//a/./b/', '/opt/a/b'],
    ['/opt/a', '/opt/a'],
  ])('%s is %s', (text, plain) => expect(plainDirectory(text)).toBe(plain))
})

describe('tenants', () => {
  test.each(['openstack', 'a', "A-z_0.9!*'()", 'a'.repeat(150), '...'])('%s', (name) =>
    expect(tenantFault(name)).toBeUndefined(),
  )

  test.each(['a|b', 'a b', 'a/b', '한', '.', '..', 'a'.repeat(151), '__mimir_cluster', 'a\\b'])(
    'not %s',
    (name) => expect(tenantFault(name)).toBeDefined(),
  )
})

describe('the URL of Mimir', () => {
  test.each(['http://10.0.0.5:9009', 'https://mimir.example.com/', 'HTTP://a', 'http://[2001:db8::5]:9009'])(
    '%s',
    (text) => expect(mimirUrlFault(text)).toBeUndefined(),
  )

  test.each([
    'http://',
    'http:///a',
    'http:a',
    'ftp://a',
    'http://a b',
    'http://a\\b',
    'http://a:b',
    'http://a/x',
    'http://a#x',
    'http://a?',
    'http://%61',
    'http://u@a',
  ])('not %s', (text) => expect(mimirUrlFault(text)).toBeDefined())
})
