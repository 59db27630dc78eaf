import type { RefusalWords } from '../types/failures.ts'

/** Why the master does not take what a worker sends, and what to do about it. */
export const refusals: RefusalWords = {
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
    problem: 'the samples are older than the master takes',
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
      'raise max_global_series_per_user of this tenant in the master, or switch exporters off in worker.exporters',
  },
  'metric-series-limit': {
    problem: "the tenant's limit of series of one metric is reached",
    remedy:
      "raise max_global_series_per_metric of this tenant in the master; the worker's log names the metric",
  },
  'ingestion-rate': {
    problem: "the tenant's ingestion rate is reached",
    remedy:
      'raise ingestion_rate and ingestion_burst_size of this tenant in the master, or scrape less often (worker.scrape_interval)',
  },
  'ingestion-burst': {
    problem: 'one request has more samples than the tenant may send at once',
    remedy:
      'raise ingestion_burst_size of this tenant in the master above worker.remote_write.max_samples_per_send, or lower the latter: such a request is never taken',
  },
  'request-rate': {
    problem: 'the master takes no more requests of this tenant for now',
    remedy:
      'raise request_rate of this tenant in the master, or wait: workers send again what was refused for this',
  },
  'too-many-labels': {
    problem: 'a series has more labels than the master takes',
    remedy:
      'raise max_label_names_per_series of this tenant in the master; its default of 30 is too few for cAdvisor',
  },
  'label-too-long': {
    problem: "a label's name or value is longer than the master takes",
    remedy: 'raise max_label_value_length or max_label_name_length of this tenant in the master',
  },
  'label-invalid': {
    problem: 'a name of a metric or of a label is not valid',
    remedy:
      "look at worker.labels in the manifest; if they are plain, an exporter is to blame, and the worker's log names the series",
  },
  'ha-clusters': {
    problem: 'the master takes these workers for too many HA clusters',
    remedy:
      "the workers are no HA pairs: set accept_ha_samples: false for this tenant in the master, or choose other labels for its HA tracker than the workers' own",
  },
  'message-size': {
    problem: 'a message is larger than the master or a proxy before it takes',
    remedy:
      'raise the limit in the proxy (nginx: client_max_body_size) or -distributor.max-recv-msg-size in the master',
  },
  'no-tenant': {
    problem: 'the tenant did not reach the master',
    remedy:
      'a proxy drops X-Scope-OrgID, or the image is a Prometheus that does not send headers (Debian 2.42): see that the proxy passes it on, and use worker.image v2.53 or later',
  },
  'tenant-invalid': {
    problem: "the master does not take this tenant's name",
    remedy: "correct mimir.tenant in the manifest: one name of letters, digits and ! - _ . * ' ( )",
  },
  'login-refused': {
    problem: 'the login is refused',
    remedy: 'correct mimir.auth in the manifest, or let the proxy before the master admit the nodes',
  },
  'wrong-path': {
    problem: 'nobody takes samples at this path',
    remedy: 'correct mimir.url and mimir.push_path in the manifest: Mimir takes them at /api/v1/push',
  },
  protocol: {
    problem: 'the master does not speak this version of remote write',
    remedy:
      'send version 1 (prometheus.WriteRequest), which every Mimir and Cortex takes; see what a proxy does to Content-Type',
  },
  starting: {
    problem: 'the master is still starting',
    remedy: 'wait until `curl -sS MASTER/ready` says ready, then verify again',
  },
  'instance-limit': {
    problem: 'the master is at a limit of its own processes, whoever sends',
    remedy:
      "the tenant's limits do not help: give the master more distributors or ingesters, or raise the instance_limits that it names",
  },
  gateway: {
    problem: 'what stands before the master does not reach it',
    remedy: 'see whether the master runs, and the log of the proxy or load balancer before it',
  },
  'server-error': {
    problem: 'the master fails by itself',
    remedy: "look at the master's own log; the workers send again once it is well",
  },
  'unknown-host': {
    problem: "the node does not know the master's name",
    remedy: 'give the nodes a name server that knows it, or write an address in mimir.url',
  },
  unreachable: {
    problem: 'the node does not reach the master',
    remedy:
      'on the node: `curl -sS -m 5 MASTER/ready`; look at firewalls and routes from there to the master',
  },
  certificate: {
    problem: "the node does not trust the master's certificate",
    remedy:
      'name the authority that signed it in mimir.tls.ca, and write the host in mimir.url as the certificate has it',
  },
  scheme: {
    problem: 'http and https are mixed up between the node and the master',
    remedy: 'write the other of http:// and https:// in mimir.url',
  },
  'too-slow': {
    problem: 'the master does not answer in time',
    remedy:
      'on the node: `curl -sS -m 5 MASTER/ready`; where that hangs too, a firewall or the way there drops packets; else look at the load of the master',
  },
  swallowed: {
    problem: 'everything that was sent was taken with thanks, and nothing of it is there',
    remedy:
      'the HA tracker of the master takes all nodes for replicas of one and answers 202: set accept_ha_samples: false for this tenant; else mimir.url sends to another master than query_path asks, or a proxy changes the tenant',
  },
  other: {
    problem: 'the worker complains',
    remedy: "look at the master's own log for the same moment",
  },
}
