import { describe, expect, it } from 'vitest'
import {
  remoteWriteErrorOf as errorOf,
  isIncurable,
} from '../../../../roles/mimir-worker/mimir/rejection-causes.ts'
import type { RemoteWriteErrorCause } from '../../../../src/model/remote-write-error.ts'

const URL = 'http://10.0.0.5:9009/api/v1/push'
const remoteWriteErrorOf = (log: string) => errorOf(log, URL)

/** As Prometheus 2 writes a refusal. */
function refused(status: string, body: string): string {
  const err = `server returned HTTP status ${status}: ${body}`.replaceAll('"', '\\"')
  return `ts=2026-11-22T20:00:00.000Z caller=dedupe.go:112 component=remote level=error remote_name=mimir url=http://10.0.0.5:9009/api/v1/push msg="non-recoverable error" failedSampleCount=1000 err="${err}"`
}

/** As Prometheus 3 writes what it tries again. */
function retried(err: string): string {
  return `time=2026-11-22T20:00:00.000Z level=WARN source=queue_manager.go:2036 msg="Failed to send batch, retrying" component=remote remote_name=mimir url=http://10.0.0.5:9009/api/v1/push err="${err.replaceAll('"', '\\"')}"`
}

const BAD = '400 Bad Request'
const POST = 'Post "http://10.0.0.5:9009/api/v1/push": '

const CASES: readonly (readonly [RemoteWriteErrorCause, string])[] = [
  [
    'out-of-order',
    refused(
      BAD,
      'send data to ingesters: failed pushing to ingester X: user=openstack: the sample has been rejected because another sample with a more recent timestamp has already been ingested and out-of-order samples are not allowed (err-mimir-sample-out-of-order). The affected sample has timestamp 2026 and is from series up (sampled 1/10)',
    ),
  ],
  [
    'out-of-order',
    refused(
      BAD,
      'maxFailure (quorum) on a given error family, rpc error: code = Code(400) desc = user=openstack: err: out of order sample. timestamp=1, series={__name__="up"}',
    ),
  ],
  [
    'duplicate-timestamp',
    refused(
      BAD,
      'duplicate sample for timestamp 1; overrides not allowed: existing 1, new value 2 (err-mimir-sample-duplicate-timestamp)',
    ),
  ],
  ['duplicate-timestamp', refused(BAD, 'duplicate sample for timestamp 1; overrides not allowed')],
  ['too-old', refused(BAD, 'beyond the out-of-order time window of 1h (err-mimir-sample-timestamp-too-old)')],
  ['too-old', refused(BAD, 'err: out of bounds')],
  [
    'too-old',
    refused(BAD, 'received a sample whose timestamp is too far in the past (err-mimir-too-far-in-past)'),
  ],
  [
    'in-future',
    refused(BAD, 'received a sample whose timestamp is too far in the future, (err-mimir-too-far-in-future)'),
  ],
  ['in-future', refused(BAD, 'timestamp too new: 1 metric: "up"')],
  ['series-limit', refused(BAD, 'per-user series limit of 5 exceeded (err-mimir-max-series-per-user)')],
  ['series-limit', refused(BAD, 'per-user series limit of 5 exceeded, please contact administrator')],
  ['series-limit', refused('429 Too Many Requests', '(err-mimir-max-active-series)')],
  ['metric-series-limit', refused(BAD, 'per-metric series limit exceeded (err-mimir-max-series-per-metric)')],
  ['metric-series-limit', refused(BAD, 'per-metric series limit of 2 exceeded for metric a')],
  [
    'ingestion-rate',
    refused(
      '429 Too Many Requests',
      'the request has been rejected because the tenant exceeded the ingestion rate limit (err-mimir-tenant-max-ingestion-rate)',
    ),
  ],
  [
    'ingestion-rate',
    refused('429 Too Many Requests', 'ingestion rate limit (10) exceeded while adding 8 samples'),
  ],
  [
    'ingestion-burst',
    retried(
      'server returned HTTP status 429 Too Many Requests: the request has been rejected because the tenant exceeded the ingestion burst size limit, set to 500, with 2000 items. This limit is applied on the total number of samples, exemplars and metadata received across all distributors (err-mimir-tenant-max-ingestion-rate). To adjust the related per-tenant limit, configure -distributor.ingestion-burst-size, or contact your service administrator.',
    ),
  ],
  ['request-rate', refused('429 Too Many Requests', '(err-mimir-tenant-max-request-rate)')],
  ['request-rate', refused('429 Too Many Requests', '')],
  [
    'too-many-labels',
    refused(BAD, 'received a series whose number of labels (err-mimir-max-label-names-per-series)'),
  ],
  [
    'too-many-labels',
    refused(
      BAD,
      'received an info series whose number of labels exceeds the limit (err-mimir-max-label-names-per-info-series)',
    ),
  ],
  ['too-many-labels', refused(BAD, 'series has too many labels (actual: 121, limit: 100) series: a')],
  ['label-too-long', refused(BAD, 'label value length of 5000 exceeds (err-mimir-label-value-too-long)')],
  ['label-too-long', refused(BAD, 'label value too long for metric (actual: 5000, limit: 4096)')],
  ['label-invalid', refused(BAD, 'received series has no metric name (err-mimir-missing-metric-name)')],
  ['label-invalid', refused(BAD, 'sample invalid label: "bad-label" metric up')],
  ['ha-clusters', refused(BAD, '(err-mimir-tenant-too-many-ha-clusters)')],
  ['ha-clusters', refused(BAD, 'too many HA replicaGroups (limit: 1)')],
  ['message-size', refused(BAD, 'message size (err-mimir-distributor-max-write-message-size)')],
  ['message-size', refused(BAD, '(err-mimir-distributor-max-write-request-data-item-size)')],
  ['body-limit', refused('413 Request Entity Too Large', '<html>')],
  ['no-tenant', refused('401 Unauthorized', 'no org id')],
  [
    'tenant-invalid',
    refused('422 Unprocessable Entity', 'too many tenant IDs present in the request. max: 1 actual: 2'),
  ],
  [
    'tenant-invalid',
    retried("server returned HTTP status 500: tenant ID 'a|b' contains unsupported character '|'"),
  ],
  ['login-refused', refused('401 Unauthorized', '<html>nginx</html>')],
  ['login-refused', refused('403 Forbidden', '')],
  ['wrong-path', refused('404 Not Found', '404 page not found')],
  ['method-refused', refused('405 Method Not Allowed', '')],
  ['redirect', refused('301 Moved Permanently', '<html>')],
  [
    'redirect',
    retried(
      'Post "https://10.0.0.5/api/v1/push": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ),
  ],
  ['canceled', retried(`${POST}context canceled`)],
  ['protocol', refused('415 Unsupported Media Type', 'io.prometheus.write.v2.Request is not accepted')],
  ['starting', retried('server returned HTTP status 500 Internal Server Error: empty ring')],
  [
    'instance-limit',
    retried(
      'server returned HTTP status 503 Service Unavailable: send data to ingesters: failed pushing to ingester i1: user=openstack: the write request has been rejected because the ingester exceeded the allowed number of in-memory series (err-mimir-ingester-max-series). To adjust the related limit, configure -ingester.instance-limits.max-series, or contact your service administrator.',
    ),
  ],
  [
    'instance-limit',
    retried(
      'server returned HTTP status 500 Internal Server Error: the write request has been rejected because the distributor exceeded the ingestion rate limit (err-mimir-distributor-max-ingestion-rate). To adjust the related limit, configure -distributor.instance-limits.max-ingestion-rate, or contact your service administrator.',
    ),
  ],
  [
    'instance-limit',
    retried(
      "server returned HTTP status 500 Internal Server Error: maxFailure (quorum) on a given error family, addr=127.0.0.1:10205 state=ACTIVE zone=, rpc error: code = Unknown desc = user=openstack: cannot add series: ingesters's max series limit reached",
    ),
  ],
  [
    'instance-limit',
    retried(
      'server returned HTTP status 503 Service Unavailable: too many inflight push requests in distributor',
    ),
  ],
  ['gateway', retried('server returned HTTP status 503 Service Unavailable: <html>')],
  ['gateway', retried('server returned HTTP status 502 Bad Gateway: <html>')],
  ['server-error', retried('server returned HTTP status 500 Internal Server Error: boom')],
  ['unknown-host', retried(`${POST}dial tcp: lookup mimir on 10.0.0.1:53: no such host`)],
  ['unreachable', retried(`${POST}dial tcp 10.0.0.5:9009: connect: connection refused`)],
  [
    'certificate',
    retried(`${POST}tls: failed to verify certificate: x509: certificate signed by unknown authority`),
  ],
  ['scheme', retried(`${POST}http: server gave HTTP response to HTTPS client`)],
  ['scheme', refused(BAD, 'Client sent an HTTP request to an HTTPS server.')],
  ['too-slow', retried(`${POST}context deadline exceeded`)],
  ['other', retried('something that nobody has seen before')],
]

describe('why Mimir refuses, by the worker’s log', () => {
  it.each(CASES)('is %s: %s', (cause, line) => {
    expect(remoteWriteErrorOf(line)?.cause).toBe(cause)
  })

  it('shows what was answered, its quotes taken off, on one clean line', () => {
    expect(
      remoteWriteErrorOf(retried(`${POST}dial tcp: connect: connection refused\u001B[2J`))?.evidence,
    ).toBe('Post "http://10.0.0.5:9009/api/v1/push": dial tcp: connect: connection refused')
  })

  it('keeps the bytes of what was answered', () => {
    const page = String.raw`err="server returned HTTP status 404 Not Found: <html>\r\n<head> C:\\new \u003cb>"`
    expect(remoteWriteErrorOf(page)?.evidence).toBe(
      String.raw`HTTP status 404 Not Found: <html> ⏎ <head> C:\new <b>`,
    )
  })

  it('shows what matters, without the way that the samples took inside Mimir', () => {
    const limit = 'per-user series limit of 300 exceeded (err-mimir-max-series-per-user)'
    const answers = [
      `send data to ingesters: failed pushing to ingester i1: user=openstack: ${limit}`,
      `maxFailure (quorum) on a given error family, addr=127.0.0.1:9095 state=ACTIVE zone=, rpc error: code = Code(400) desc = user=openstack: ${limit}`,
    ]
    for (const answer of answers)
      expect(remoteWriteErrorOf(refused(BAD, answer))?.evidence).toBe(`HTTP status 400 Bad Request: ${limit}`)
  })

  it('is that of the newest line with a known cause', () => {
    const log = [refused('404 Not Found', ''), refused('401 Unauthorized', 'no org id'), retried('hm')].join(
      '\n',
    )
    expect(remoteWriteErrorOf(log)?.cause).toBe('no-tenant')
  })

  it('is not a single break of a connection to a Mimir that has just answered', () => {
    const log = (answered: string, broke: string): string =>
      [
        `ts=${answered} component=remote msg="Failed to send batch, retrying" err="server returned HTTP status 429 Too Many Requests: x"`,
        `time=${broke} component=remote msg="Failed to send batch, retrying" err="Post: EOF"`,
      ].join('\n')
    expect(remoteWriteErrorOf(log('2026-11-26T14:00:00.1Z', '2026-11-26T14:01:00.1Z'))?.cause).toBe(
      'request-rate',
    )
    expect(remoteWriteErrorOf(log('2026-11-26T14:00:00.1Z', '2026-11-26T14:03:00.1Z'))?.cause).toBe(
      'unreachable',
    )
    expect(remoteWriteErrorOf(log('unknown', '2026-11-26T14:03:00.1Z'))?.cause).toBe('unreachable')
  })

  it.each(['', 'level=info component=remote msg="Done replaying WAL"', 'no logfmt at all'])(
    'is not known from %j',
    (log) => {
      expect(remoteWriteErrorOf(log)).toBeUndefined()
    },
  )

  it('is not in a line about another URL, such as the one before a reload', () => {
    const other = refused('401 Unauthorized', 'no org id').replace(URL, 'http://10.0.0.9:9009/api/v1/push')
    expect(remoteWriteErrorOf(other)).toBeUndefined()
    expect(remoteWriteErrorOf(`${refused('404 Not Found', '')}\n${other}`)?.cause).toBe('wrong-path')
  })

  it('shows what a page has on several lines', () => {
    expect(remoteWriteErrorOf(refused('413 Request Entity Too Large', '<html>\\r\\n<head>'))?.evidence).toBe(
      'HTTP status 413 Request Entity Too Large: <html> ⏎ <head>',
    )
  })

  it.each([
    [
      'per-metric series limit of 20 exceeded (err-mimir-max-series-per-metric). To adjust the related per-tenant limit, configure -ingester.max-global-series-per-metric, or contact your service administrator. This is for series {__name__="node_cpu_seconds_total", cpu="3", node="cmp1"}',
      { limit: 20, metric: 'node_cpu_seconds_total' },
    ],
    [
      'per-metric series limit of 20 exceeded for metric node_cpu_seconds_total, please contact administrator to raise it (local limit: 0 global limit: 20 actual local limit: 20)',
      { limit: 20, metric: 'node_cpu_seconds_total' },
    ],
    [
      "received a series whose label value length of 130 exceeds the limit of 90, label: 'id', value: '/kubepods' (truncated) series: 'container_cpu_usage_seconds_total{cpu=\"total\"' (err-mimir-label-value-too-long). To adjust",
      { limit: 90, metric: 'container_cpu_usage_seconds_total', label: 'id' },
    ],
    [
      'label value too long for metric (actual: 130, limit: 90) metric: "container_cpu_usage_seconds_total{cpu="total"" label value: "/kubepods"',
      { limit: 90, metric: 'container_cpu_usage_seconds_total' },
    ],
    [
      'the request has been rejected because the tenant exceeded the ingestion rate limit, set to 10 items/s with a maximum allowed burst of 10. (err-mimir-tenant-max-ingestion-rate)',
      { limit: 10 },
    ],
    ['per-user series limit of 300 exceeded (err-mimir-max-series-per-user)', { limit: 300 }],
  ])('names the limit, the metric and the label of %s', (body, named) => {
    expect(remoteWriteErrorOf(refused(BAD, body))).toMatchObject(named)
  })

  it('is one that waiting does not mend, or one that it may', () => {
    expect(
      (['wrong-path', 'no-tenant', 'body-limit', 'metric-series-limit'] as const).every(isIncurable),
    ).toBe(true)
    expect((['too-slow', 'starting', 'ingestion-rate', 'out-of-order'] as const).some(isIncurable)).toBe(
      false,
    )
  })
})
