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
      "two workers send with the same labels: give each node its own name in Kolla's inventory, and stop a leftover worker",
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
    remedy:
      'raise max_global_series_per_metric of this tenant in Mimir, or drop the metric: `drop: [METRIC]` of its exporter in worker.exporters',
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
      'raise max_label_names_per_series of this tenant in Mimir (the default of 30 is too low for cAdvisor), or drop labels: `drop_labels: [LABEL]` of its exporter in worker.exporters',
  },
  'label-too-long': {
    problem: "a label's name or value is longer than Mimir accepts",
    remedy:
      'raise max_label_value_length (or max_label_name_length) of this tenant in Mimir, or drop what has it: `drop: [METRIC]` or `drop_labels: [LABEL]` of its exporter in worker.exporters',
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
    problem: 'a message is larger than Mimir accepts',
    remedy:
      'raise -distributor.max-recv-msg-size in Mimir, or lower worker.remote_write.max_samples_per_send',
  },
  'body-limit': {
    problem: 'a request is larger than a proxy in front of Mimir accepts',
    remedy:
      'raise the limit of the proxy (nginx: client_max_body_size 10m), or lower worker.remote_write.max_samples_per_send; what was rejected is lost',
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
    remedy:
      'correct mimir.auth in the manifest, or allow the nodes, and POST, in the proxy in front of Mimir (nginx: allow, limit_except)',
  },
  'wrong-path': {
    problem: 'this path does not accept samples',
    remedy: 'correct mimir.url and mimir.push_path in the manifest: the path of Mimir is /api/v1/push',
  },
  'method-refused': {
    problem: 'the address does not accept POST, by which samples are sent',
    remedy:
      'allow POST for the push path in the proxy in front of Mimir (nginx: limit_except); if there is none, correct mimir.url and mimir.push_path in the manifest',
  },
  redirect: {
    problem: 'the address in mimir.url redirects to another one',
    remedy:
      'set mimir.url to the address that it redirects to, usually https instead of http, and mimir.tls.ca if its certificate is signed by an own CA',
  },
  protocol: {
    problem: 'Mimir does not support this version of remote write',
    remedy:
      'workers send version 1 (prometheus.WriteRequest), which every Mimir and Cortex supports: check whether a proxy changes Content-Type',
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
  canceled: {
    problem: 'requests took so long that the worker gave them up',
    remedy:
      'Mimir or the network path to it is too slow: check its load; lower worker.remote_write.max_samples_per_send, so that a request takes less time',
  },
  swallowed: {
    problem: 'Mimir accepted the samples but did not store them',
    remedy:
      'the HA tracker of Mimir treats all nodes as replicas of one and answers 202: set accept_ha_samples: false for this tenant; otherwise mimir.url sends to a different Mimir than query_path queries, or a proxy changes the tenant',
  },
  dropped: {
    problem: 'Mimir accepted the samples, but some of them are not in it',
    remedy:
      'look for what drops them behind the worker: metric_relabel_configs and drop_labels of this tenant in Mimir, a proxy or load balancer that sends requests to several stores, a store that was restored',
  },
  cached: {
    problem: 'the samples are in Mimir, but a cache answers the query without them',
    remedy:
      'do not cache the query path in the proxy in front of Mimir (nginx: proxy_cache off), or let it obey Cache-Control: no-store',
  },
  relabelled: {
    problem: 'the samples are in Mimir under other labels',
    remedy:
      'Mimir drops or changes labels that identify the node: remove them from drop_labels and metric_relabel_configs of this tenant',
  },
  late: {
    problem: 'the newest samples in Mimir are old',
    remedy:
      'compare the clocks of the node, of Mimir and of this machine (`timedatectl`); if they agree, the store is behind: check its ingest path',
  },
  early: {
    problem: 'the samples in Mimir have times in the future',
    remedy: 'compare the clocks of the node and of Mimir: `timedatectl` and `chronyc tracking` on both',
  },
  other: {
    problem: 'the worker logged an error',
    remedy: "check Mimir's log at the same time",
  },
}
