import { expect, it } from 'vitest'
import { pushCause } from '../../../../roles/mimir-worker/prechecks/push-cause.ts'
import { safeLine } from '../../../../src/model/safe-text.ts'

it.each([
  [200, '', undefined],
  [204, '', undefined],
  [401, 'no org id', 'no-tenant'],
  [401, "tenant ID 'bad tenant/../x' contains unsupported character ' '", 'tenant-invalid'],
  [500, "tenant ID 'a|b' contains unsupported character '|'", 'tenant-invalid'],
  [422, 'too many tenant IDs present in the request. max: 1 actual: 2', 'tenant-invalid'],
  [401, 'invalid credentials', 'unauthorized'],
  [403, 'forbidden', 'unauthorized'],
  [404, '404 page not found', 'not-found'],
  [405, '', 'wrong-method'],
  [415, 'expected application/x-protobuf as the first (media) part', 'content-type'],
  [400, 'received a sample whose timestamp is too far in the future (err-mimir-too-far-in-future)', 'time'],
  [400, '(err-mimir-sample-timestamp-too-old)', 'time'],
  [400, 'timestamp too new: 1795377000000', 'time'],
  [400, 'out-of-order samples are not allowed (err-mimir-sample-out-of-order)', 'out-of-order'],
  [400, '(err-mimir-sample-duplicate-timestamp)', 'out-of-order'],
  [400, 'number of labels exceeds the limit (err-mimir-max-label-names-per-series)', 'labels'],
  [400, '(err-mimir-label-value-too-long)', 'labels'],
  [400, 'per-user series limit of 5 exceeded (err-mimir-max-series-per-user)', 'series-limit'],
  [400, 'decompress snappy: snappy: corrupt input', 'body-changed'],
  [400, 'proto: illegal wireType 6', 'body-changed'],
  [400, 'something new', 'bad-request'],
  [413, '', 'too-large'],
  [429, '(err-mimir-tenant-max-ingestion-rate)', 'rate-limited'],
  [202, 'replicas did not match, rejecting sample', 'elected-other'],
  [500, 'send data to ingesters: empty ring', 'starting'],
  [500, 'boom', 'server-error'],
  [502, 'Bad Gateway', 'gateway'],
  [503, '<html><body>squid</body></html>', 'proxy'],
  [407, 'authenticate', 'proxy'],
  [301, '', 'redirect'],
  [308, '', 'redirect'],
  [206, '', 'other'],
])('%i %j is %s', (status, body, cause) => {
  expect(pushCause({ status, headers: '', body: safeLine(body), seconds: 0 })).toBe(cause)
})
