import type { ImportMessages } from '../types/import.ts'

function othersEn(more: number): string {
  if (more === 0) return ''
  return more === 1 ? ' (1 more problem is above)' : ` (${more} more problems are above)`
}

export const importMessages: ImportMessages = {
  nodes: ({ count, names }) => `found ${count === 1 ? '1 node' : `${count} nodes`}: ${names}`,
  groups: (groups) => `groups: ${groups.join(', ')}`,
  release: (release) => `release: ${release ?? 'unknown'}`,
  exporter: ({ name, count, nodes }) => `exporter ${name}: ${nodes} (${count})`,
  installation: ({ folder, release }) => `release ${release}, from the kolla-ansible in ${folder}`,
  seenOnNode: ({ node, tag, count, release }) =>
    `${node}: ${count === 1 ? '1 Kolla image' : `${count} Kolla images`} with the tag ${tag}: release ${release}`,
  notAsked: (node, problem, remedy) => `${node}: ${problem}; ${remedy}`,
  incomplete: (names) => `the list of exporters is incomplete; not known yet where these run: ${names}`,
  noExporters: "no exporter is enabled; see enable_prometheus in Kolla's globals.yml",
  noUrl: 'mimir.url is a placeholder: set it to the URL of your Mimir, or run import again with --mimir-url',
  written: (file) => `wrote ${file}`,
  printed: 'save the output as inventory.yml',
  next: (done, command) => `${done}; next: ${command}`,
  first: (done, step, { command, more }) => `${done}; next: ${step}${othersEn(more)}; then: ${command}`,
  urlStep: (file) => `set mimir.url in ${file}`,
  releaseStep: (place, release) =>
    release === undefined
      ? `${place}: remove the # and write the release that deployed the cloud`
      : `${place}: remove the # if the release is ${release}, or write the one that deployed the cloud`,
  nothing: (step, more) => `nothing was written; next: ${step}${othersEn(more)}; then run import again`,
  exists: (file) => `${file} exists and is never overwritten; name another file with --out, or move it away`,
  refused: (file, said) =>
    `${file} cannot be written: ${said}; name another file with --out, or - for stdout`,
}
