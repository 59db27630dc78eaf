import type { ImportMessages } from '../types/import.ts'

export const importMessages: ImportMessages = {
  nodes: ({ count, names }) => `found ${count === 1 ? '1 node' : `${count} nodes`}: ${names}`,
  groups: (groups) => `in the groups ${groups.join(', ')}`,
  release: (release) =>
    release === undefined ? 'of a release that the files do not tell' : `of release ${release}`,
  exporter: ({ name, count, nodes }) => `exporter ${name}: ${nodes} (${count})`,
  noExporters: "no exporter is switched on; see enable_prometheus in Kolla's globals.yml",
  noUrl:
    'mimir.url is a placeholder that reaches nobody: write where Mimir is, or import again with --mimir-url',
  written: (file) => `wrote ${file}; next: npx zx scripts/prechecks.mjs ${file}`,
  exists: (file) => `${file} exists and is never overwritten; name another with -o, or move it away`,
  refused: (file, said) => `${file} cannot be written: ${said}; name another with -o, or - for stdout`,
}
