import { type ProblemText, shown } from '../problems/manifest-problem.ts'

/** What is wrong with the base URL of Mimir: it is a scheme, a host and a port, nothing else. Shows no credentials. */
export function mimirUrlFault(text: string): ProblemText | undefined {
  const after = /^https?:\/\/(?<authority>[^/?#\\]*)(?<rest>(?:[/?#\\].*)?)$/isu.exec(text)?.groups
  const { authority = '', rest = '' } = after ?? {}
  if (authority.includes('@'))
    return {
      message: 'found credentials in the URL',
      remedy: 'take them out and use mimir.auth with a reference such as env:MIMIR_PASSWORD',
    }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^[^\s%]+$/u.test(authority))
    return {
      message: `expected the base URL of Mimir, found ${shown(text)}`,
      remedy: 'write e.g. http://10.0.0.5:9009',
    }
  if (rest === '' || rest === '/') return undefined
  const path = rest.split(/[?#]/u, 1)[0] ?? ''
  return {
    message: `expected only scheme, host and port, found ${path === '' ? 'a query' : shown(path)} after them`,
    remedy: `write ${url.origin}, and paths in mimir.push_path and mimir.query_path`,
  }
}

/** Whether the URL means the machine that uses it, which is another one for each node. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
