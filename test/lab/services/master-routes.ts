/** What a path of the master's API leads to. */
export type Route =
  | { readonly kind: 'push' }
  /** Answered by the tenant's store under `path`. */
  | { readonly kind: 'query'; readonly path: string }
  | { readonly kind: 'metadata' }
  | { readonly kind: 'cardinality' }
  | { readonly kind: 'user-limits' }
  | { readonly kind: 'build-info' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly status: 404 | 405 }

interface Entry {
  readonly path: RegExp
  readonly methods: readonly string[]
  readonly kind: Exclude<Route['kind'], 'query' | 'refused'> | 'query'
}

const PREFIX = '/prometheus'
const READ = ['GET', 'POST']

const ENTRIES: readonly Entry[] = [
  { path: /^\/api\/v1\/push$/u, methods: ['POST'], kind: 'push' },
  {
    path: /^\/prometheus\/api\/v1\/(query|query_range|query_exemplars|format_query|labels|series)$/u,
    methods: READ,
    kind: 'query',
  },
  { path: /^\/prometheus\/api\/v1\/(label\/[^/]+\/values|rules|alerts)$/u, methods: ['GET'], kind: 'query' },
  { path: /^\/prometheus\/api\/v1\/metadata$/u, methods: ['GET'], kind: 'metadata' },
  {
    path: /^\/prometheus\/api\/v1\/cardinality\/(label_names|label_values|active_series)$/u,
    methods: READ,
    kind: 'cardinality',
  },
  { path: /^\/api\/v1\/user_limits$/u, methods: ['GET'], kind: 'user-limits' },
  { path: /^(\/prometheus)?\/api\/v1\/status\/buildinfo$/u, methods: ['GET'], kind: 'build-info' },
  { path: /^\/ready$/u, methods: ['GET'], kind: 'ready' },
]

/** Where Mimir sends a request: 404 for a path that it does not have, 405 for a method that the path does not take. */
export function routeOf(method: string, path: string): Route {
  const entry = ENTRIES.find((known) => known.path.test(path))
  if (entry === undefined) return { kind: 'refused', status: 404 }
  if (!entry.methods.includes(method)) return { kind: 'refused', status: 405 }
  return entry.kind === 'query' ? { kind: 'query', path: path.slice(PREFIX.length) } : { kind: entry.kind }
}
