/** One check that the blackbox exporter makes, from Kolla's `service:module:url`. */
export interface Probe {
  readonly service: string
  readonly module: string
  readonly url: string
}

/** The probes of Kolla's list, each once, and the entries that are none. */
export function probesOf(endpoints: readonly string[]): { probes: Probe[]; others: string[] } {
  const probes = new Map<string, Probe>()
  const others: string[] = []
  for (const endpoint of endpoints) {
    const { service, module, url } =
      /^(?<service>[^:\s]+):(?<module>[^:\s]+):(?<url>\S+)$/u.exec(endpoint)?.groups ?? {}
    if (service === undefined || module === undefined || url === undefined) others.push(endpoint)
    else probes.set(endpoint, { service, module, url })
  }
  return { probes: [...probes.values()], others }
}

/** The entries of Kolla's list: texts, or maps of `endpoints` that are `enabled`; undefined for anything else. */
export function endpointTexts(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) {
    const texts = value.map(endpointTexts)
    return texts.every((text) => text !== undefined) ? texts.flat() : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { endpoints, enabled } = value as { endpoints?: unknown; enabled?: unknown }
  return enabled === false || enabled === 'no' ? [] : endpointTexts(endpoints)
}
