import type { RemoteWriteErrorMessages } from '../types/failures.ts'

/** Why Mimir does not accept or store what a worker sends, and what to do about it. */
export const remoteWriteErrors: RemoteWriteErrorMessages = {
  'out-of-order': {
    problem: 'samples arrived out of order',
    remedy:
      'usually two workers send with the same labels: stop the old one; a clock that was set back is another cause (`timedatectl` on the node)',
  },
  'duplicate-timestamp': {
    problem: 'two values arrived for the same timestamp of a series',
    remedy:
      "two workers send with the same labels: give each node its own name in Kolla's inventory, and stop a worker that is left from before",
  },
  'too-old': {
    problem: 'the samples are older than Mimir accepts',
    remedy:
      'correct the clock of the node (`timedatectl`); after a long outage this resolves itself: verify again',
  },
  'in-future': {
    problem: 'the timestamps of the samples are in the future',
    remedy: 'correct the clock of the node: `timedatectl` and `chronyc tracking` on the node',
  },
  'series-limit': {
    problem: "the tenant's series limit is reached",
    remedy:
      'raise max_global_series_per_user of this tenant in Mimir, or disable exporters in worker.exporters',
  },
  'metric-series-limit': {
    problem: "the tenant's series limit for one metric is reached",
    remedy: "raise max_global_series_per_metric of this tenant in Mimir; the worker's log names the metric",
  },
  'ingestion-rate': {
    problem: "the tenant's ingestion rate limit is reached",
    remedy:
      'raise ingestion_rate and ingestion_burst_size of this tenant in Mimir, or scrape less often (worker.scrape_interval)',
  },
  'ingestion-burst': {
    problem: 'one request has more samples than the tenant may send at once',
    remedy:
      'raise ingestion_burst_size of this tenant in Mimir above worker.remote_write.max_samples_per_send, or lower the latter: a retry cannot succeed',
  },
  'request-rate': {
    problem: "the tenant's request rate limit is reached",
    remedy: 'raise request_rate of this tenant in Mimir, or wait: workers retry requests that were limited',
  },
  'too-many-labels': {
    problem: 'a series has more labels than Mimir accepts',
    remedy:
      'raise max_label_names_per_series of this tenant in Mimir; the default of 30 is too low for cAdvisor',
  },
  'label-too-long': {
    problem: "a label's name or value is longer than Mimir accepts",
    remedy: 'raise max_label_value_length or max_label_name_length of this tenant in Mimir',
  },
  'label-invalid': {
    problem: 'the name of a metric or label is invalid',
    remedy:
      "check worker.labels in the manifest; if they are valid, an exporter is the cause, and the worker's log names the series",
  },
  'ha-clusters': {
    problem: 'Mimir counts these workers as too many HA clusters',
    remedy:
      'the workers are not HA pairs: set accept_ha_samples: false for this tenant in Mimir, or configure its HA tracker with labels that workers do not have',
  },
  'message-size': {
    problem: 'a message is larger than Mimir or a proxy in front of it accepts',
    remedy:
      'raise the limit in the proxy (nginx: client_max_body_size) or -distributor.max-recv-msg-size in Mimir',
  },
  'no-tenant': {
    problem: 'Mimir received no tenant',
    remedy:
      'a proxy drops X-Scope-OrgID, or the image is a Prometheus that does not send headers (Debian 2.42): make sure that the proxy passes the header on, and use worker.image v2.53 or later',
  },
  'tenant-invalid': {
    problem: 'Mimir rejects the name of the tenant',
    remedy: "correct mimir.tenant in the manifest: one name of letters, digits and ! - _ . * ' ( )",
  },
  'login-refused': {
    problem: 'the login was rejected',
    remedy: 'correct mimir.auth in the manifest, or allow the nodes in the proxy in front of Mimir',
  },
  'wrong-path': {
    problem: 'this path does not accept samples',
    remedy: 'correct mimir.url and mimir.push_path in the manifest: the path of Mimir is /api/v1/push',
  },
  protocol: {
    problem: 'Mimir does not support this version of remote write',
    remedy:
      'send version 1 (prometheus.WriteRequest), which every Mimir and Cortex supports; check whether a proxy changes Content-Type',
  },
  starting: {
    problem: 'Mimir is still starting',
    remedy: 'wait until `curl -sS MIMIR/ready` answers ready, then verify again',
  },
  'instance-limit': {
    problem: 'Mimir reached a limit of its own processes, not of the tenant',
    remedy:
      "raising the tenant's limits does not help: give Mimir more distributors or ingesters, or raise the instance_limits that the error names",
  },
  gateway: {
    problem: 'the proxy in front of Mimir cannot reach it',
    remedy: 'check whether Mimir runs, and the log of the proxy or load balancer in front of it',
  },
  'server-error': {
    problem: 'Mimir returned a server error',
    remedy: "check Mimir's log; the workers retry until Mimir recovers",
  },
  'unknown-host': {
    problem: "the node cannot resolve Mimir's name",
    remedy: 'configure a DNS server on the nodes that knows the name, or use an IP address in mimir.url',
  },
  unreachable: {
    problem: 'the node cannot reach Mimir',
    remedy:
      'on the node: `curl -sS -m 5 MIMIR/ready`; check the firewalls and routes between the node and Mimir',
  },
  certificate: {
    problem: "the node does not trust Mimir's certificate",
    remedy:
      'set mimir.tls.ca to the CA that signed it, and use a host name in mimir.url that the certificate contains',
  },
  scheme: {
    problem: 'one side speaks http and the other https',
    remedy: 'swap http:// and https:// in mimir.url',
  },
  'too-slow': {
    problem: 'Mimir does not answer before the timeout',
    remedy:
      'on the node: `curl -sS -m 5 MIMIR/ready`; if that hangs too, a firewall on the path drops packets; otherwise check the load of Mimir',
  },
  swallowed: {
    problem: 'Mimir accepted the samples but did not store them',
    remedy:
      'the HA tracker of Mimir treats all nodes as replicas of one and answers 202: set accept_ha_samples: false for this tenant; otherwise mimir.url sends to a different Mimir than query_path queries, or a proxy changes the tenant',
  },
  other: {
    problem: 'the worker logged an error',
    remedy: "check Mimir's log at the same time",
  },
}
