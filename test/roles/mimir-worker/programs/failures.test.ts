import { describe, expect, it } from 'vitest'
import { programFailure, pullCause } from '../../../../roles/mimir-worker/programs/failures.ts'

const IMAGE = 'registry.example/prom/prometheus:v2.53.3'
const failure = programFailure(IMAGE, '/opt/mimir-worker')

/** What docker 20.10 to 28, compose 1.29 and 2.26, and containerd write. */
const PULLS: readonly (readonly [string, string])[] = [
  [
    'credential-helper',
    'error getting credentials - err: exec: "docker-credential-x": executable file not found in $PATH',
  ],
  [
    'credential-helper',
    "docker.errors.DockerException: Credentials store error: StoreError('docker-credential-pass not installed or not available in PATH')",
  ],
  ['other', 'Pulling prom/prometheus:v2.404.0 ... something new'],
  [
    'not-found',
    'Error response from daemon: manifest for prom/prometheus:v9 not found: manifest unknown: manifest unknown',
  ],
  [
    'not-found',
    'failed to resolve reference "registry.example/prom/prometheus:v9": registry.example/prom/prometheus:v9: not found',
  ],
  [
    'not-found',
    'Error response from daemon: error parsing HTTP 404 response body: invalid character "p" after top-level value: "404 page not found"',
  ],
  [
    'unauthorized',
    'Error response from daemon: Head "https://registry.example/v2/prom/prometheus/manifests/v2.53.3": unauthorized: authentication required',
  ],
  [
    'unauthorized',
    "Error response from daemon: pull access denied for prom/promtheus, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'unauthorized',
    'Error response from daemon: Get "https://registry.example/v2/": no basic auth credentials: 401 Unauthorized',
  ],
  [
    'rate-limited',
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  ],
  ['rate-limited', 'Error response from daemon: received unexpected HTTP status: 429 Too Many Requests'],
  [
    'registry-error',
    'Error response from daemon: received unexpected HTTP status: 500 Internal Server Error',
  ],
  ['registry-error', 'Error response from daemon: received unexpected HTTP status: 502 Bad Gateway'],
  [
    'registry-error',
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/blobs/sha256:aa: 503 Service Unavailable',
  ],
  [
    'registry-unreachable',
    'Error response from daemon: Get "http://registry.example/v2/": dial tcp 10.0.0.9:80: connect: connection refused',
  ],
  [
    'registry-unreachable',
    'Error response from daemon: Get "https://registry.example/v2/": dial tcp 10.0.0.9:443: i/o timeout',
  ],
  [
    'registry-unreachable',
    'Error response from daemon: Get "https://registry.example/v2/": dial tcp 10.0.0.9:443: connect: no route to host',
  ],
  [
    'registry-unreachable',
    'Error response from daemon: Get "https://registry.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    'registry-unreachable',
    'Error response from daemon: Get "https://registry.example/v2/": context deadline exceeded',
  ],
  ['registry-unreachable', 'error pulling image configuration: unexpected EOF'],
  [
    'registry-unknown-host',
    'Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example on 10.0.0.1:53: no such host',
  ],
  [
    'registry-unknown-host',
    'Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example on [::1]:53: server misbehaving',
  ],
  [
    'registry-unknown-host',
    'Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example: Temporary failure in name resolution',
  ],
  [
    'certificate',
    'Error response from daemon: Get "https://registry.example/v2/": x509: certificate signed by unknown authority',
  ],
  [
    'certificate',
    'Error response from daemon: Get "https://registry.example/v2/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  ],
  [
    'certificate',
    'Error response from daemon: Get "https://registry.example/v2/": http: server gave HTTP response to HTTPS client',
  ],
  ['disk-full', 'failed to register layer: write /usr/share/prometheus: no space left on device'],
  ['disk-full', 'ERROR: write /var/lib/docker/tmp/GetImageBlob123: no space left on device'],
  ['other', 'Error response from daemon: toadstool'],
  ['other', ''],
]

describe('the cause of a failed pull', () => {
  it.each(PULLS)('is %s where the engine says: %s', (cause, evidence) => {
    expect(pullCause(evidence)).toBe(cause)
  })
})

describe('a failure that a program reported', () => {
  it.each([
    ['disk-full', { reason: 'disk-full', path: '/opt/mimir-worker', evidence: 'said' }],
    ['not-writable', { reason: 'not-writable', path: '/opt/mimir-worker', evidence: 'said' }],
    ['compose-missing', { reason: 'compose-missing' }],
    ['pull-failed', { reason: 'pull-failed', image: IMAGE, cause: 'other', evidence: 'said' }],
    ['config-rejected', { reason: 'config-rejected', file: 'prometheus.yml', evidence: 'said', keys: [] }],
    ['start-failed', { reason: 'start-failed', evidence: 'said' }],
  ])('%s becomes the Failure of that name', (reason, expected) => {
    expect(failure(reason, '  said\n')).toEqual(expected)
  })

  it.each([
    [
      '/var/lib/docker',
      'promtool: docker: Error response from daemon: mkdir /var/lib/docker/overlay2/7427af-init: no space left on device.',
    ],
    ['/opt/mimir-worker', 'ERROR: write /data: no space left on device'],
  ])('is a full disk at %s whatever was being done, where the engine says: %s', (path, evidence) => {
    for (const reason of ['start-failed', 'compose-broken', 'config-rejected'])
      expect(failure(reason, evidence)).toEqual({ reason: 'disk-full', path, evidence })
  })

  it("keeps promtool's words and leaves out the path of the generation", () => {
    const file = '/opt/mimir-worker/releases/8a455a70f38d/prometheus.yml'
    const said = `Checking ${file}\n  FAILED: parsing YAML file ${file}: yaml: unmarshal errors:\n  line 3: field x not found`
    expect(failure('config-rejected', said)).toMatchObject({
      evidence: 'yaml: unmarshal errors:\n  line 3: field x not found',
    })
  })

  it.each(['lease-held', 'lease-lost'])('%s says who has the node, and for how much longer', (reason) => {
    const lease =
      'now=100\nrun=run-9\ntoken=4\nholder=kim@desk 7\nstate=held\nsince=60\nexpires=190\nreason=upgrade\n'
    const who = {
      directory: '/opt/mimir-worker',
      run: 'run-9',
      holder: 'kim@desk 7',
      purpose: 'upgrade',
      since: 60,
    }
    expect(failure(reason, lease)).toEqual({ reason, ...who, left: 90 })
    expect(failure(reason, lease.replace('held', 'free'))).toEqual({ reason, ...who, left: 0 })
    expect(failure(reason, lease.replace('expires=190', 'expires=90'))).toEqual({ reason, ...who, left: 0 })
    expect(failure(reason, 'now=100\n')).toMatchObject({ reason, run: '', holder: '', left: 0 })
  })

  it.each([
    ['lock-busy', '/opt/mimir-worker/.lock', { path: '/opt/mimir-worker/.lock' }],
    ['tool-missing', 'flock', { tool: 'flock' }],
    ['timer-failed', 'no fork', { evidence: 'no fork' }],
    ['generation-missing', 'aa', { directory: '/opt/mimir-worker', generation: 'aa' }],
  ])('%s keeps what was told', (reason, told, expected) => {
    expect(failure(reason, told)).toEqual({ reason, ...expected })
  })

  it('names the command of a broken compose, with or without a colon', () => {
    const evidence = 'docker-compose config: Not supported URL scheme http+docker'
    expect(failure('compose-broken', evidence)).toEqual({
      reason: 'compose-broken',
      command: 'docker-compose config',
      evidence,
    })
    expect(failure('compose-broken', 'docker compose')).toMatchObject({ command: 'docker compose' })
  })

  it('is an unreadable answer where the word is none of ours', () => {
    expect(failure('surprise', 'said')).toEqual({
      reason: 'unreadable-answer',
      during: 'surprise',
      evidence: 'said',
    })
  })

  it('is a compose that does not fit the engine, in its own words', () => {
    const old =
      'Error response from daemon: client version 1.43 is too old. Minimum supported API version is 1.44'
    const warning = 'time="2026-12-01T02:12:36Z" level=warning msg="-: the attribute `version` is obsolete"'
    expect(failure('compose-unanswered', `docker compose: ${warning}\n${old}`)).toEqual({
      reason: 'compose-unanswered',
      command: 'docker compose',
      evidence: old,
    })
  })

  it('is an engine that is down, or a broken Python, where a compose says so', () => {
    const refused = `docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2, 'No such file or directory'))`
    expect(
      failure('compose-unanswered', `docker-compose: Traceback (most recent call last):\n${refused}`),
    ).toEqual({
      reason: 'engine-down',
      engine: 'docker',
      evidence: refused,
    })
    const scheme =
      'docker.errors.DockerException: Error while fetching server API version: Not supported URL scheme http+docker'
    expect(failure('compose-unanswered', `docker-compose: Traceback\n${scheme}`)).toEqual({
      reason: 'compose-broken',
      command: 'docker-compose',
      evidence: scheme,
    })
  })

  it('is the image of the way back, with what the registry said of it', () => {
    expect(failure('way-back-missing', 'r/p@sha256:aa\nmanifest unknown\n')).toEqual({
      reason: 'way-back-missing',
      image: 'r/p@sha256:aa',
      evidence: 'manifest unknown',
    })
  })

  it.each(['disk-full', 'compose-broken', 'pull-failed', 'no-such\u001B[2J\u0007'])(
    'lets nothing through that would move a cursor: %j',
    (reason) => {
      const texts = Object.values(failure(reason, '\u001B]0;title\u0007clear\u001B[2J\u202E: said'))
      expect(texts.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    },
  )

  it('keeps a part of an endless evidence', () => {
    expect(failure('start-failed', 'x'.repeat(100_000))).toEqual({
      reason: 'start-failed',
      evidence: `${'x'.repeat(1500)}…`,
    })
  })
})
