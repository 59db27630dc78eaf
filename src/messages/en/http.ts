import { quoted, said } from '../format.ts'
import type { HttpMessages } from '../types/prechecks.ts'

/** What a node got over HTTP instead of a success. */
export const http: HttpMessages = {
  silences: {
    refused: 'connection refused',
    'timed-out': 'no answer before the timeout',
    'no-route': 'no route to host',
    'unknown-host': 'the host name cannot be resolved',
    certificate: 'TLS failed',
    unconnected: 'no connection (refused, or no route)',
    closed: 'the connection was closed without an answer',
    other: 'no answer',
  },
  pushes: {
    'no-tenant': ({ evidence }) => ({
      problem: `Mimir received no tenant${said(evidence)}`,
      remedy:
        'a proxy in front of Mimir removes the header X-Scope-OrgID: let the header pass, or set it in the proxy',
    }),
    'tenant-invalid': ({ tenant, evidence }) => ({
      problem: `Mimir rejects ${tenant} as a tenant${said(evidence)}`,
      remedy: 'correct mimir.tenant: letters, digits and !-_.*() only, at most 150 characters, one tenant',
    }),
    unauthorized: ({ status, evidence }) => ({
      problem: `Mimir rejects this login with status ${status}${said(evidence)}`,
      remedy: 'correct mimir.auth, or allow this tenant in the proxy in front of Mimir',
    }),
    'not-found': ({ url, evidence }) => ({
      problem: `there is nothing at ${url}${said(evidence)}`,
      remedy:
        "correct mimir.url or mimir.push_path: Mimir's default is /api/v1/push, without a trailing slash",
    }),
    'wrong-method': ({ url, evidence }) => ({
      problem: `${url} does not accept POST${said(evidence)}`,
      remedy: 'correct mimir.url or mimir.push_path; a redirect by a proxy may turn POST into GET',
    }),
    'content-type': ({ evidence }) => ({
      problem: `Mimir does not accept remote write version 1${said(evidence)}`,
      remedy:
        'make sure that no proxy changes Content-Type or Content-Encoding, and that mimir.url is a Mimir',
    }),
    time: ({ evidence }) => ({
      problem: `Mimir rejects the timestamp of the sample${said(evidence)}`,
      remedy: "compare this machine's clock with Mimir's: `timedatectl` on both",
    }),
    'out-of-order': ({ evidence }) => ({
      problem: `Mimir has a newer sample of this series${said(evidence)}`,
      remedy:
        "this machine's clock was set back, or another prechecks run is active: check `timedatectl`, then run again",
    }),
    labels: ({ evidence }) => ({
      problem: `Mimir rejects a label${said(evidence)}`,
      remedy: "correct worker.labels in the manifest, or raise the tenant's label limits",
    }),
    'series-limit': ({ evidence }) => ({
      problem: `the tenant's series limit is reached${said(evidence)}`,
      remedy: 'raise max_global_series_per_user of this tenant in Mimir, or reduce what the exporters send',
    }),
    'bad-request': ({ evidence }) => ({
      problem: `Mimir rejects the sample${said(evidence)}`,
      remedy: "the response names the cause; Mimir's log has more detail",
    }),
    'body-changed': ({ evidence }) => ({
      problem: `the sample was changed on its way to Mimir${said(evidence)}`,
      remedy: 'a proxy decompresses or changes request bodies: let remote write pass through it unchanged',
    }),
    'too-large': ({ evidence }) => ({
      problem: `a single sample exceeds the body limit of the proxy in front of Mimir${said(evidence)}`,
      remedy: 'raise the body limit there (nginx: client_max_body_size)',
    }),
    'rate-limited': ({ tenant, evidence }) => ({
      problem: `tenant ${tenant} is rate limited${said(evidence)}`,
      remedy:
        'raise ingestion_rate, ingestion_burst_size or request_rate of this tenant in Mimir; until then workers retry and fall behind',
    }),
    'elected-other': ({ evidence }) => ({
      problem: `Mimir drops the sample in favour of another replica${said(evidence)}`,
      remedy:
        'the nodes are not replicas of each other: set accept_ha_samples: false for this tenant in Mimir, or give its HA tracker a label that workers do not have (ha_replica_label)',
    }),
    starting: ({ evidence }) => ({
      problem: `Mimir is starting${said(evidence)}`,
      remedy: 'wait a minute and run again',
    }),
    gateway: ({ status, evidence }) => ({
      problem: `the proxy in front of Mimir cannot reach it: status ${status}${said(evidence)}`,
      remedy: 'check whether Mimir runs, and the log of the proxy or load balancer in front of it',
    }),
    'instance-limit': ({ status, evidence }) => ({
      problem: `Mimir reached a limit of its own processes, status ${status}${said(evidence)}`,
      remedy:
        "raising the tenant's limits does not help: give Mimir more distributors or ingesters, or raise the instance_limits that the response names",
    }),
    'server-error': ({ status, evidence }) => ({
      problem: `Mimir returned a server error, status ${status}${said(evidence)}`,
      remedy: "check Mimir's log",
    }),
    scheme: ({ url, evidence }) => ({
      problem: `${url} expects https${said(evidence)}`,
      remedy: 'use https:// in mimir.url, and set mimir.tls.ca to the CA that signed its certificate',
    }),
    redirect: ({ url, status }) => ({
      problem: `${url} redirects with status ${status}`,
      remedy: `set mimir.url to the target of the redirect, which \`curl -sI ${quoted(url)}\` shows; usually it is https instead of http`,
    }),
    proxy: ({ status, evidence }) => ({
      problem: `a proxy answers instead of Mimir, with status ${status}${said(evidence)}`,
      remedy: 'let the node reach Mimir without that proxy; a worker ignores http_proxy',
    }),
    other: ({ status, evidence }) => ({
      problem: `Mimir answered a push with status ${status}${said(evidence)}`,
      remedy: 'check that mimir.url is a Mimir, and check its log',
    }),
  },
}
