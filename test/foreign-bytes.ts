/** Where bytes that others wrote become values. */
export interface Reader {
  /** Who wrote them. */
  readonly from: string
  /** What bounds them. */
  readonly bound: string
  readonly files: readonly string[]
}

/** How bytes or texts become values: whatever a module reads otherwise, it has from one of these. */
export const DECODES =
  /\bJSON\.parse\(|\bparseDocument\(|\bTextDecoder\b|\bStringDecoder\b|\.toString\('(?:utf8|latin1)'|'utf8'\)|\bjsonRecord\(|\breadYaml\(|Buffer\.from\(\w+, 'base64'\)|\breadFile\(/u

/**
 * The one list. test/foreign-bytes.test.ts finds every module that decodes, and holds this list and the table of
 * SECURITY.md against it.
 */
export const READERS: readonly Reader[] = [
  {
    from: 'nodes: the answers of programs, byte by byte',
    bound:
      '1 MB a line, 16 MB and 10,000 lines an answer; 128 KB of all else; the first foreign line ends it',
    files: [
      'src/remote/execution/answer.ts',
      'src/remote/execution/bounded-output.ts',
      'src/remote/execution/lines.ts',
      'roles/mimir-worker/node/program-output.ts',
    ],
  },
  {
    from: 'nodes: the facts in them',
    bound: 'what is not as expected is absent; it decides about the node that said it',
    files: [
      'roles/mimir-worker/node/read-facts.ts',
      'roles/mimir-worker/node/read-worker.ts',
      'roles/mimir-worker/generation/record.ts',
    ],
  },
  {
    from: 'nodes: YAML of files there, and of what their workers loaded',
    bound: '1 MB a text; nesting as all YAML',
    files: [
      'roles/mimir-worker/drift/settings-in-files.ts',
      'roles/mimir-worker/generation/found-yaml.ts',
      'roles/mimir-worker/generation/promtool-error.ts',
      'roles/mimir-worker/generation/rejected-keys.ts',
    ],
  },
  {
    from: 'nodes: host keys, before any login',
    bound: "SSH's packets; compared, never followed",
    files: ['src/remote/ssh/known-hosts.ts', 'src/remote/ssh/public-key.ts'],
  },
  {
    from: 'Mimir, Grafana and the registry',
    bound: '64 MB an answer, 4 MB of a registry; 15 s, and 3 s for a registry; no redirect is followed',
    files: [
      'src/mimir/grafana.ts',
      'src/mimir/http.ts',
      'src/mimir/limits.ts',
      'src/mimir/vector.ts',
      'src/registry/registry.ts',
    ],
  },
  {
    from: "the operator's hooks, `cmd:` secrets and ProxyCommand",
    bound: 'a deadline each; lines and sizes are cut',
    files: ['src/cli/flow/hook-output.ts', 'src/manifest/values/secret-command.ts', 'src/remote/ssh/line.ts'],
  },
  {
    from: "Kolla's files, ansible-vault's among them, and inventories",
    bound: 'size, depth and aliases; Jinja is evaluated in part, and nothing is executed',
    files: [
      'src/kolla/custom-config.ts',
      'src/kolla/files/files.ts',
      'src/kolla/files/vars-file.ts',
      'src/kolla/files/vault.ts',
      'src/kolla/inventory/sources.ts',
      'src/kolla/inventory/yaml-inventory.ts',
    ],
  },
  {
    from: 'the manifest and what it names; saved plans; keys and known hosts',
    bound: 'as the user who runs kolla-mimir may read them; sizes of files',
    files: [
      'src/cli/flow/plan-file.ts',
      'src/files/read-file.ts',
      'src/manifest/manifest.ts',
      'src/manifest/this-machine.ts',
      'src/remote/ssh/key-ring.ts',
      'src/remote/ssh/known-hosts-store.ts',
    ],
  },
  {
    from: "kolla-mimir itself: journals, its own files, and Linux's of processes",
    bound: 'an entry of a journal that is not whole is none',
    files: [
      'roles/mimir-worker/generation/docker-compose.ts',
      'roles/mimir-worker/programs/program.ts',
      'src/journal/process.ts',
      'src/journal/read-journal.ts',
      'src/manifest/schema/schema.ts',
      'src/report/digest/similarity.ts',
      'src/report/html/report-html.ts',
      'src/shell/process-stat.ts',
    ],
  },
  {
    from: 'anybody: the decoders that the others call',
    bound: 'no throw; texts for people are cut before they are stripped',
    files: [
      'src/remote/debug/masked.ts',
      'src/values/json.ts',
      'src/values/safe-text.ts',
      'src/yaml/document.ts',
    ],
  },
]
