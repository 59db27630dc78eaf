import type { ImportMessages } from '../types/import.ts'

export const importMessages: ImportMessages = {
  nodes: ({ count, names }) => `found ${count === 1 ? '1 node' : `${count} nodes`}: ${names}`,
  groups: (groups) => `groups: ${groups.join(', ')}`,
  release: (release) => `release: ${release ?? 'unknown'}`,
  exporter: ({ name, count, nodes }) => `exporter ${name}: ${nodes} (${count})`,
  noExporters: "no exporter is enabled; see enable_prometheus in Kolla's globals.yml",
  noUrl: 'mimir.url is a placeholder: set it to the URL of your Mimir, or run import again with --mimir-url',
  written: (file) => `wrote ${file}; next: npx zx scripts/prechecks.mjs ${file}`,
  exists: (file) => `${file} exists and is never overwritten; name another file with --out, or move it away`,
  refused: (file, said) =>
    `${file} cannot be written: ${said}; name another file with --out, or - for stdout`,
}
