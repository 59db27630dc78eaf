/** A host as a URL has it: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** `host:port`, an IPv6 address in brackets. */
export function endpoint({ host, port }: { readonly host: string; readonly port: number | string }): string {
  return `${bracketed(host)}:${port}`
}
