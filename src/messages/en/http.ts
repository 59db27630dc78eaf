import { quoted, said } from '../format.ts'
import type { HttpWords } from '../types/prechecks.ts'

/** What a node got instead of a good answer over HTTP. */
export const http: HttpWords = {
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
      what: `the master sees no tenant${said(evidence)}`,
      cure: 'something before Mimir takes the header X-Scope-OrgID away; let it pass, or let the proxy set it',
    }),
    'tenant-invalid': ({ tenant, evidence }) => ({
      what: `the master does not take ${tenant} for a tenant${said(evidence)}`,
      cure: 'correct mimir.tenant: letters, digits and !-_.*() only, at most 150 of them, one tenant',
    }),
    unauthorized: ({ status, evidence }) => ({
      what: `the master refuses this login with status ${status}${said(evidence)}`,
      cure: 'correct mimir.auth, or let the proxy before Mimir allow this tenant',
    }),
    'not-found': ({ url, evidence }) => ({
      what: `there is nothing at ${url}${said(evidence)}`,
      cure: "correct mimir.url or mimir.push_path: Mimir's own is /api/v1/push, without a slash at its end",
    }),
    'wrong-method': ({ url, evidence }) => ({
      what: `${url} takes no POST${said(evidence)}`,
      cure: 'correct mimir.url or mimir.push_path; a proxy on the way may turn POST into GET by a redirect',
    }),
    'content-type': ({ evidence }) => ({
      what: `the master does not take remote write of version 1${said(evidence)}`,
      cure: 'see that nothing on the way changes Content-Type or Content-Encoding, and that mimir.url is a Mimir',
    }),
    time: ({ evidence }) => ({
      what: `the master refuses the time of the sample${said(evidence)}`,
      cure: "compare this machine's clock and the master's: `timedatectl` on both",
    }),
    'out-of-order': ({ evidence }) => ({
      what: `the master has a newer sample of this series${said(evidence)}`,
      cure: "this machine's clock went back, or somebody runs prechecks at the same time: `timedatectl`, then run again",
    }),
    labels: ({ evidence }) => ({
      what: `the master refuses a label${said(evidence)}`,
      cure: "correct worker.labels in the manifest, or raise the tenant's limits on labels",
    }),
    'series-limit': ({ evidence }) => ({
      what: `the tenant has as many series as it may have${said(evidence)}`,
      cure: 'raise max_global_series_per_user of this tenant on the master, or let exporters send less',
    }),
    'bad-request': ({ evidence }) => ({
      what: `the master refuses the sample${said(evidence)}`,
      cure: 'what it says names the cause; its log says more',
    }),
    'body-changed': ({ evidence }) => ({
      what: `the sample came to the master as something else${said(evidence)}`,
      cure: 'a proxy on the way unpacks or changes bodies; let remote write pass it untouched',
    }),
    'too-large': ({ evidence }) => ({
      what: `one sample is too large for what stands before the master${said(evidence)}`,
      cure: 'raise the limit on bodies there (nginx: client_max_body_size)',
    }),
    'rate-limited': ({ tenant, evidence }) => ({
      what: `tenant ${tenant} may send no more now${said(evidence)}`,
      cure: 'raise ingestion_rate, ingestion_burst_size or request_rate of this tenant on the master: until then workers send again and fall behind',
    }),
    'elected-other': ({ evidence }) => ({
      what: `the master drops the sample for another replica's${said(evidence)}`,
      cure: 'the nodes are no replicas of one another: set accept_ha_samples: false for this tenant on the master, or give its HA tracker a label that workers do not have (ha_replica_label)',
    }),
    starting: ({ evidence }) => ({
      what: `the master is starting${said(evidence)}`,
      cure: 'wait a minute and run again',
    }),
    gateway: ({ status, evidence }) => ({
      what: `what stands before Mimir cannot reach it: status ${status}${said(evidence)}`,
      cure: 'see whether Mimir runs, and the log of the proxy or load balancer before it',
    }),
    'instance-limit': ({ status, evidence }) => ({
      what: `the master is at a limit of its own processes, with status ${status}${said(evidence)}`,
      cure: "the tenant's limits do not help: give the master more distributors or ingesters, or raise the instance_limits that it names",
    }),
    'server-error': ({ status, evidence }) => ({
      what: `the master fails with status ${status}${said(evidence)}`,
      cure: "see the master's log",
    }),
    scheme: ({ url, evidence }) => ({
      what: `${url} speaks https${said(evidence)}`,
      cure: 'write https:// in mimir.url, and the authority of its certificate in mimir.tls.ca',
    }),
    redirect: ({ url, status }) => ({
      what: `${url} sends elsewhere with status ${status}`,
      cure: `write where it leads into mimir.url: \`curl -sI ${quoted(url)}\` shows it; https instead of http is the usual case`,
    }),
    proxy: ({ status, evidence }) => ({
      what: `a proxy answers instead of Mimir, with status ${status}${said(evidence)}`,
      cure: 'let the node reach the master without that proxy; a worker uses no http_proxy',
    }),
    other: ({ status, evidence }) => ({
      what: `the master answers a push with status ${status}${said(evidence)}`,
      cure: 'see that mimir.url is a Mimir, and its log',
    }),
  },
}
