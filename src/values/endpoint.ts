/** A host as a URL has it: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** `host:port`, an IPv6 address in brackets. */
export function endpoint({ host, port }: { readonly host: string; readonly port: number | string }): string {
  return `${bracketed(host)}:${port}`
}

/** Where a URL leads: its host, an IPv6 address without brackets, and its port, also where that is its scheme's own. */
export function endpointOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  return {
    host: hostname.replace(/^\[|\]$/gu, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
  }
}

/** A path or URL without the slashes at its end. */
export function withoutTrailingSlashes(path: string): string {
  return path.replace(/(?<!\/)\/+$/u, '')
}
