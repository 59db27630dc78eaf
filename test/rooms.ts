/** A room of the house: a folder, or a file that is one by itself. */
export interface Room {
  readonly path: string
  /** What it is, in a few words. */
  readonly noun: string
}

/**
 * The one list. A room imports from rooms above it, and from no other; of two rooms of which one lies in the other, the
 * longer path counts. test/architecture.test.ts holds the imports against it, and docs/architecture.md shows it.
 */
export const ROOMS: readonly Room[] = [
  { path: 'src/shell', noun: 'quoting for POSIX sh, and running it on this machine' },
  { path: 'src/diff', noun: 'how one text becomes another' },
  { path: 'src/values', noun: 'small values: safe text, secrets, durations, JSON' },
  { path: 'src/model', noun: 'the shared language: nodes, failures, findings, the report' },
  {
    path: 'src/files',
    noun: 'files of this machine: read within limits, written whole or not at all; and whose they are',
  },
  { path: 'src/yaml', noun: 'reading YAML with positions, writing it so that every reader agrees' },
  { path: 'src/mimir', noun: 'queries to Mimir and Grafana' },
  { path: 'src/registry', noun: 'the digest that a registry has under a name' },
  { path: 'src/import', noun: 'the text of a first manifest' },
  { path: 'src/journal', noun: 'what a run did, written down before it did it' },
  { path: 'src/remote/execution', noun: 'one command, its limits and its output, over any transport' },
  { path: 'src/remote/ssh', noun: 'SSH: keys, host keys, connections, sessions' },
  { path: 'src/remote/debug', noun: 'what nodes were sent and answered, kept as files without secrets' },
  { path: 'src/remote', noun: 'the Host: over SSH or on this machine' },
  { path: 'src/manifest/problems', noun: 'what is wrong with a manifest, and where' },
  {
    path: 'src/manifest/values',
    noun: "the manifest's values: images, URLs, secret references, batch sizes",
  },
  { path: 'src/manifest/schema', noun: 'the JSON Schema, and the manifest as it is written' },
  { path: 'src/manifest/sections', noun: 'a section a file: its settings, defaults and rules' },
  { path: 'src/manifest', noun: "the operator's manifest, read and normalised" },
  { path: 'src/kolla/releases', noun: 'what each release of Kolla-Ansible has: groups, ports, defaults' },
  { path: 'src/kolla/files', noun: "reading Kolla's files" },
  { path: 'src/kolla/jinja', noun: 'the part of Jinja that globals.yml uses' },
  { path: 'src/kolla/inventory', noun: "Ansible's inventories: INI, YAML, JSON" },
  { path: 'src/kolla', noun: 'a cloud as Kolla knows it: hosts, groups, variables, logins' },
  { path: 'src/fleet', noun: 'manifest and cloud joined: nodes and how each is reached' },
  { path: 'src/messages/format.ts', noun: 'numbers, lists and addresses in a sentence' },
  { path: 'src/messages/types', noun: 'which messages there are' },
  { path: 'src/messages/en', noun: 'the messages in English' },
  { path: 'src/messages/ko', noun: 'the messages in Korean' },
  { path: 'src/messages', noun: 'a Catalog for each language; failures, findings and events as text' },
  { path: 'src/report/text', noun: 'columns, wrapping, colours, escaping' },
  { path: 'src/report/digest', noun: 'the Report counted and grouped, in no format' },
  { path: 'src/report/summary', noun: 'the summary on a terminal' },
  { path: 'src/report/html', noun: 'parts that sections of report.html share' },
  { path: 'src/report/html/sections', noun: 'the sections of report.html' },
  { path: 'src/report/html/report-html.ts', noun: 'report.html' },
  { path: 'src/report/files', noun: 'report.json, junit.xml, kolla-mimir.prom' },
  { path: 'src/report/live', noun: 'progress while a run works: tree and lines' },
  { path: 'src/report/printer.ts', noun: 'the printer that --output names' },
  { path: 'src/report/logs', noun: 'logs of many nodes as one' },
  { path: 'src/report/prechecks', noun: 'the report of prechecks' },
  { path: 'src/report/status', noun: 'the report of status' },
  { path: 'src/report/destroy', noun: 'the report of destroy' },
  { path: 'src/play', noun: 'a phase over many nodes, and the campaign from batch to batch' },
  { path: 'src/cli/command-line', noun: 'what a verb is: options, arguments, help, exit codes' },
  { path: 'src/cli', noun: 'what verbs share: inputs, a run, its record, signals, questions' },
  {
    path: 'src/cli/flow',
    noun: 'the flow of plan, verify and the changing verbs: hooks, approval, resuming',
  },
  { path: 'src/cli/verbs', noun: 'the verbs, one definition each' },
  { path: 'src/cli/main.ts', noun: 'the words of a command line in, an exit code out' },
  { path: 'roles/mimir-worker/worker', noun: 'what a worker is, before any node is asked' },
  { path: 'roles/mimir-worker/exporters', noun: 'what Kolla has to scrape, and which of it a node gets' },
  { path: 'roles/mimir-worker/generation', noun: 'what is rendered, and back to what it was rendered from' },
  { path: 'roles/mimir-worker/node', noun: 'what one look at a node saw' },
  {
    path: 'roles/mimir-worker/programs',
    noun: 'the shell programs of a node, and how they are put together',
  },
  { path: 'roles/mimir-worker/programs/lease', noun: "taking, renewing and releasing a node's lease" },
  { path: 'roles/mimir-worker/programs/read-only', noun: 'programs that change nothing' },
  { path: 'roles/mimir-worker/programs/changing', noun: 'programs that change a node' },
  { path: 'roles/mimir-worker/plan', noun: 'what becomes of each node' },
  { path: 'roles/mimir-worker/drift', noun: 'what differs between a node and its plan' },
  { path: 'roles/mimir-worker/mimir', noun: 'what Mimir and Grafana are asked, and what they refuse' },
  { path: 'roles/mimir-worker/checks', noun: 'the chain of checks' },
  {
    path: 'roles/mimir-worker/fleet',
    noun: 'what every verb does with many nodes: connect, observe, hold leases',
  },
  { path: 'roles/mimir-worker/rollout', noun: 'the flow of a change' },
  { path: 'roles/mimir-worker/prechecks', noun: 'what would stop a first rollout' },
  { path: 'roles/mimir-worker/verbs', noun: 'status, logs and destroy' },
  { path: 'roles/mimir-worker/role.ts', noun: 'the one door of the role' },
]
