import { quoted, said } from '../format.ts'
import type { HttpMessages } from '../types/prechecks.ts'

/** What a node got instead of a good answer over HTTP. */
export const http: HttpMessages = {
  silences: {
    refused: 'connection refused',
    'timed-out': 'no answer in time',
    'no-route': 'no route to it',
    'unknown-host': 'its name cannot be resolved',
    certificate: 'TLS failed',
    unconnected: 'no connection (refused, or no route)',
    closed: 'the connection was closed without an answer',
    other: 'no answer',
  },
  pushes: {
    'no-tenant': ({ evidence }) => ({
      problem: `Mimir sees no tenant${said(evidence)}`,
      remedy:
        'something before Mimir takes the header X-Scope-OrgID away; let it pass, or let the proxy set it',
    }),
    'tenant-invalid': ({ tenant, evidence }) => ({
      problem: `Mimir does not take ${tenant} for a tenant${said(evidence)}`,
      remedy: 'correct mimir.tenant: letters, digits and !-_.*() only, at most 150 of them, one tenant',
    }),
    unauthorized: ({ status, evidence }) => ({
      problem: `Mimir refuses this login with status ${status}${said(evidence)}`,
      remedy: 'correct mimir.auth, or let the proxy before Mimir allow this tenant',
    }),
    'not-found': ({ url, evidence }) => ({
      problem: `there is nothing at ${url}${said(evidence)}`,
      remedy: "correct mimir.url or mimir.push_path: Mimir's own is /api/v1/push, without a slash at its end",
    }),
    'wrong-method': ({ url, evidence }) => ({
      problem: `${url} takes no POST${said(evidence)}`,
      remedy: 'correct mimir.url or mimir.push_path; a proxy on the way may turn POST into GET by a redirect',
    }),
    'content-type': ({ evidence }) => ({
      problem: `Mimir does not take remote write of version 1${said(evidence)}`,
      remedy:
        'see that nothing on the way changes Content-Type or Content-Encoding, and that mimir.url is a Mimir',
    }),
    time: ({ evidence }) => ({
      problem: `Mimir refuses the time of the sample${said(evidence)}`,
      remedy: "compare this machine's clock and Mimir's: `timedatectl` on both",
    }),
    'out-of-order': ({ evidence }) => ({
      problem: `Mimir has a newer sample of this series${said(evidence)}`,
      remedy:
        "this machine's clock went back, or somebody runs prechecks at the same time: `timedatectl`, then run again",
    }),
    labels: ({ evidence }) => ({
      problem: `Mimir refuses a label${said(evidence)}`,
      remedy: "correct worker.labels in the manifest, or raise the tenant's limits on labels",
    }),
    'series-limit': ({ evidence }) => ({
      problem: `the tenant has as many series as it may have${said(evidence)}`,
      remedy: 'raise max_global_series_per_user of this tenant on Mimir, or let exporters send less',
    }),
    'bad-request': ({ evidence }) => ({
      problem: `Mimir refuses the sample${said(evidence)}`,
      remedy: 'what it says names the cause; its log says more',
    }),
    'body-changed': ({ evidence }) => ({
      problem: `the sample came to Mimir as something else${said(evidence)}`,
      remedy: 'a proxy on the way unpacks or changes bodies; let remote write pass it untouched',
    }),
    'too-large': ({ evidence }) => ({
      problem: `one sample is too large for what stands before Mimir${said(evidence)}`,
      remedy: 'raise the limit on bodies there (nginx: client_max_body_size)',
    }),
    'rate-limited': ({ tenant, evidence }) => ({
      problem: `tenant ${tenant} may send no more now${said(evidence)}`,
      remedy:
        'raise ingestion_rate, ingestion_burst_size or request_rate of this tenant on Mimir: until then workers send again and fall behind',
    }),
    'elected-other': ({ evidence }) => ({
      problem: `Mimir drops the sample for another replica's${said(evidence)}`,
      remedy:
        'the nodes are no replicas of one another: set accept_ha_samples: false for this tenant on Mimir, or give its HA tracker a label that workers do not have (ha_replica_label)',
    }),
    starting: ({ evidence }) => ({
      problem: `Mimir is starting${said(evidence)}`,
      remedy: 'wait a minute and run again',
    }),
    gateway: ({ status, evidence }) => ({
      problem: `what stands before Mimir cannot reach it: status ${status}${said(evidence)}`,
      remedy: 'see whether Mimir runs, and the log of the proxy or load balancer before it',
    }),
    'instance-limit': ({ status, evidence }) => ({
      problem: `Mimir is at a limit of its own processes, with status ${status}${said(evidence)}`,
      remedy:
        "the tenant's limits do not help: give Mimir more distributors or ingesters, or raise the instance_limits that it names",
    }),
    'server-error': ({ status, evidence }) => ({
      problem: `Mimir fails with status ${status}${said(evidence)}`,
      remedy: "see Mimir's log",
    }),
    scheme: ({ url, evidence }) => ({
      problem: `${url} speaks https${said(evidence)}`,
      remedy: 'write https:// in mimir.url, and the authority of its certificate in mimir.tls.ca',
    }),
    redirect: ({ url, status }) => ({
      problem: `${url} sends elsewhere with status ${status}`,
      remedy: `write where it leads into mimir.url: \`curl -sI ${quoted(url)}\` shows it; https instead of http is the usual case`,
    }),
    proxy: ({ status, evidence }) => ({
      problem: `a proxy answers instead of Mimir, with status ${status}${said(evidence)}`,
      remedy: 'let the node reach Mimir without that proxy; a worker uses no http_proxy',
    }),
    other: ({ status, evidence }) => ({
      problem: `Mimir answers a push with status ${status}${said(evidence)}`,
      remedy: 'see that mimir.url is a Mimir, and its log',
    }),
  },
}
