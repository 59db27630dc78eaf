import type { Failure, PullFailure } from '../../../src/model/failure.ts'
import { classify, type Patterns } from '../../../src/values/classify.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'
import { count, keyed, readLease } from '../node/lease.ts'
import { DEFAULTS } from '../worker/defaults.ts'
import { composeFailure } from './compose-failure.ts'

/** The Failure for what a node-side program reported: its word, and what the tool on the node had printed. */
export function programFailure(
  image: string,
  directory: string,
): (reason: string, evidence: string) => Failure {
  return (reason, raw) => {
    const evidence = safeText(raw.trim(), 1500)
    if (reason !== 'pull-failed' && NO_SPACE.test(raw))
      return { reason: 'disk-full', path: fullPath(raw) ?? directory, evidence }
    const ofCompose = composeReason(reason, raw)
    if (ofCompose !== undefined) return ofCompose
    switch (reason) {
      case 'not-readable':
        return { reason, user: DEFAULTS.user, evidence: safeText(promtoolMessage(raw), 1500) }
      case 'disk-full':
      case 'not-writable':
        return { reason, path: directory, evidence }
      case 'pull-failed':
        return { reason, image, cause: pullCause(raw), evidence }
      case 'config-rejected':
        return { reason, file: 'prometheus.yml', evidence: safeText(promtoolMessage(raw), 1500), keys: [] }
      case 'lease-held':
      case 'lease-lost':
        return leaseFailure(reason, directory, raw)
      case 'lock-busy':
        return { reason, path: safeLine(raw) }
      case 'tool-missing':
        return { reason, tool: safeLine(raw) }
      case 'start-failed':
      case 'timer-failed':
        return { reason, evidence }
      case 'directory-not-safe':
        return unsafeDirectory(raw)
      case 'generation-missing':
        return { reason, directory, generation: safeLine(raw) }
      default:
        return { reason: 'unreadable-answer', during: safeLine(reason), evidence }
    }
  }
}

/** What keeps compose from bringing a worker, or the one before it back; undefined for any other reason. */
function composeReason(reason: string, raw: string): Failure | undefined {
  const command = safeLine(raw.split(':', 1)[0] ?? '')
  switch (reason) {
    case 'compose-missing':
      return { reason }
    case 'compose-broken':
    case 'compose-rejected':
      return { reason, command, evidence: safeText(raw.trim(), 1500) }
    case 'compose-unanswered':
      return composeFailure(command, raw.slice(raw.indexOf(':') + 1).trim())
    case 'way-back-missing':
      return wayBackMissing(raw)
    default:
      return undefined
  }
}

/** The path on the first line, and what was found there. */
export function unsafeDirectory(raw: string): Failure {
  const [path = '', found = ''] = raw.split('\n', 2)
  return { reason: 'directory-not-safe', path: safeLine(path), found: safeLine(found) }
}

/** The image on the first line, and what the registry said of it. */
function wayBackMissing(raw: string): Failure {
  const [image = '', ...rest] = raw.split('\n')
  return {
    reason: 'way-back-missing',
    image: safeLine(image),
    evidence: safeText(rest.join('\n').trim(), 1500),
  }
}

/** What promtool says without the path of the file, which is the generation's and long. */
function promtoolMessage(raw: string): string {
  return raw
    .replace(/^Checking .*\n/u, '')
    .replace(/FAILED: parsing YAML file \S+: /u, '')
    .trim()
}

/** Who holds the lease, by the lines that the node reported, and for how long. */
function leaseFailure(reason: 'lease-held' | 'lease-lost', directory: string, raw: string): Failure {
  const lease = readLease(raw)
  const left = lease?.state === 'held' ? Math.max(0, lease.expires - count(keyed(raw)('now'))) : 0
  const { run = '', holder = safeLine(''), since = 0 } = lease ?? {}
  return { reason, directory, run, holder, purpose: lease?.reason ?? safeLine(''), since, left }
}

const NO_SPACE = /no space left on device/iu

/** The engine's data directory where the engine names a file in it; that file itself is as a rule gone by now. */
function fullPath(evidence: string): string | undefined {
  return /(?<![^\s:'"=(])(?<root>\/[^\s:'"]*?)\/(?:overlay2|containers|image|volumes)\//u.exec(evidence)
    ?.groups?.['root']
}

/**
 * Why a pull failed. The engine says it in English prose only, whatever the locale; the first pattern that fits
 * counts, and what fits none is shown as it is.
 */
const PULL_CAUSES: Patterns<PullFailure['cause']> = [
  [NO_SPACE, 'disk-full'],
  [/error getting credentials|credentials? (?:store|helper)|docker-credential-/iu, 'credential-helper'],
  [/toomanyrequests|\b(?:HTTP|status:?) 429\b|rate limit/iu, 'rate-limited'],
  [/unauthorized|authentication required|\b(?:HTTP|status:?) 401\b|denied/iu, 'unauthorized'],
  [/(?:manifest|name) unknown|(?<!executable file )not found|\b(?:HTTP|status:?) 404\b/iu, 'not-found'],
  [/x509|certificate|server gave HTTP response to HTTPS client/iu, 'certificate'],
  [/no such host|server misbehaving|name resolution/iu, 'registry-unknown-host'],
  [
    /connection refused|i\/o timeout|no route to host|network is unreachable|deadline exceeded|Client\.Timeout|EOF/iu,
    'registry-unreachable',
  ],
  [/\b(?:HTTP|status:?) 5\d\d\b|internal server error|unavailable|bad gateway/iu, 'registry-error'],
]

export function pullCause(evidence: string): PullFailure['cause'] {
  return classify(evidence, PULL_CAUSES) ?? 'other'
}
