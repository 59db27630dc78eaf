import type { RemoteWriteErrorMessages } from '../types/failures.ts'

/** Why Mimir does not take what a worker sends, and what to do about it. */
export const remoteWriteErrors: RemoteWriteErrorMessages = {
  'out-of-order': {
    problem: 'samples came out of order',
    remedy:
      'two senders with equal labels are the usual cause: stop the one left from before; a clock that was set back is another (`timedatectl` on the node)',
  },
  'duplicate-timestamp': {
    problem: 'two values came for one moment of one series',
    remedy:
      "two senders have equal labels: give each node its own name in Kolla's inventory, and stop a worker left from before",
  },
  'too-old': {
    problem: 'the samples are older than Mimir takes',
    remedy:
      'set the clock of the node right (`timedatectl`); after a long outage it passes by itself: verify again',
  },
  'in-future': {
    problem: 'the samples come from the future',
    remedy: 'set the clock of the node right: `timedatectl` and `chronyc tracking` there',
  },
  'series-limit': {
    problem: "the tenant's limit of series is reached",
    remedy:
      'raise max_global_series_per_user of this tenant in Mimir, or switch exporters off in worker.exporters',
  },
  'metric-series-limit': {
    problem: "the tenant's limit of series of one metric is reached",
    remedy: "raise max_global_series_per_metric of this tenant in Mimir; the worker's log names the metric",
  },
  'ingestion-rate': {
    problem: "the tenant's ingestion rate is reached",
    remedy:
      'raise ingestion_rate and ingestion_burst_size of this tenant in Mimir, or scrape less often (worker.scrape_interval)',
  },
  'ingestion-burst': {
    problem: 'one request has more samples than the tenant may send at once',
    remedy:
      'raise ingestion_burst_size of this tenant in Mimir above worker.remote_write.max_samples_per_send, or lower the latter: such a request is never taken',
  },
  'request-rate': {
    problem: 'Mimir takes no more requests of this tenant for now',
    remedy:
      'raise request_rate of this tenant in Mimir, or wait: workers send again what was refused for this',
  },
  'too-many-labels': {
    problem: 'a series has more labels than Mimir takes',
    remedy:
      'raise max_label_names_per_series of this tenant in Mimir; its default of 30 is too few for cAdvisor',
  },
  'label-too-long': {
    problem: "a label's name or value is longer than Mimir takes",
    remedy: 'raise max_label_value_length or max_label_name_length of this tenant in Mimir',
  },
  'label-invalid': {
    problem: 'a name of a metric or of a label is not valid',
    remedy:
      "look at worker.labels in the manifest; if they are plain, an exporter is to blame, and the worker's log names the series",
  },
  'ha-clusters': {
    problem: 'Mimir takes these workers for too many HA clusters',
    remedy:
      "the workers are no HA pairs: set accept_ha_samples: false for this tenant in Mimir, or choose other labels for its HA tracker than the workers' own",
  },
  'message-size': {
    problem: 'a message is larger than Mimir or a proxy before it takes',
    remedy:
      'raise the limit in the proxy (nginx: client_max_body_size) or -distributor.max-recv-msg-size in Mimir',
  },
  'no-tenant': {
    problem: 'the tenant did not reach Mimir',
    remedy:
      'a proxy drops X-Scope-OrgID, or the image is a Prometheus that does not send headers (Debian 2.42): see that the proxy passes it on, and use worker.image v2.53 or later',
  },
  'tenant-invalid': {
    problem: "Mimir does not take this tenant's name",
    remedy: "correct mimir.tenant in the manifest: one name of letters, digits and ! - _ . * ' ( )",
  },
  'login-refused': {
    problem: 'the login is refused',
    remedy: 'correct mimir.auth in the manifest, or let the proxy before Mimir admit the nodes',
  },
  'wrong-path': {
    problem: 'nobody takes samples at this path',
    remedy: 'correct mimir.url and mimir.push_path in the manifest: Mimir takes them at /api/v1/push',
  },
  protocol: {
    problem: 'Mimir does not speak this version of remote write',
    remedy:
      'send version 1 (prometheus.WriteRequest), which every Mimir and Cortex takes; see what a proxy does to Content-Type',
  },
  starting: {
    problem: 'Mimir is still starting',
    remedy: 'wait until `curl -sS MIMIR/ready` says ready, then verify again',
  },
  'instance-limit': {
    problem: 'Mimir is at a limit of its own processes, whoever sends',
    remedy:
      "the tenant's limits do not help: give Mimir more distributors or ingesters, or raise the instance_limits that it names",
  },
  gateway: {
    problem: 'what stands before Mimir does not reach it',
    remedy: 'see whether Mimir runs, and the log of the proxy or load balancer before it',
  },
  'server-error': {
    problem: 'Mimir fails by itself',
    remedy: "look at Mimir's own log; the workers send again once it is well",
  },
  'unknown-host': {
    problem: "the node does not know Mimir's name",
    remedy: 'give the nodes a name server that knows it, or write an address in mimir.url',
  },
  unreachable: {
    problem: 'the node does not reach Mimir',
    remedy: 'on the node: `curl -sS -m 5 MIMIR/ready`; look at firewalls and routes from there to Mimir',
  },
  certificate: {
    problem: "the node does not trust Mimir's certificate",
    remedy:
      'name the authority that signed it in mimir.tls.ca, and write the host in mimir.url as the certificate has it',
  },
  scheme: {
    problem: 'http and https are mixed up between the node and Mimir',
    remedy: 'write the other of http:// and https:// in mimir.url',
  },
  'too-slow': {
    problem: 'Mimir does not answer in time',
    remedy:
      'on the node: `curl -sS -m 5 MIMIR/ready`; where that hangs too, a firewall or the way there drops packets; else look at the load of Mimir',
  },
  swallowed: {
    problem: 'everything that was sent was taken with thanks, and nothing of it is there',
    remedy:
      'the HA tracker of Mimir takes all nodes for replicas of one and answers 202: set accept_ha_samples: false for this tenant; else mimir.url sends to another mimir than query_path asks, or a proxy changes the tenant',
  },
  other: {
    problem: 'the worker complains',
    remedy: "look at Mimir's own log for the same moment",
  },
}
