import { type Jump, jumpsOf, portOf } from '../kolla/ssh-options.ts'
import { defined } from '../values/defined.ts'

/** What `ssh -G HOST` says of a login, its tokens not filled in. */
export interface OpenSshAnswer {
  readonly hostname: string
  readonly user?: string
  readonly port?: number
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  /** A socket, `none`, or SSH_AUTH_SOCK. */
  readonly identityAgent?: string
  /** The user's files first, where new keys are written. */
  readonly knownHosts: readonly string[]
  readonly hostKeyAlias?: string
  readonly jumps: readonly Jump[]
  readonly proxyCommand?: string
}

/** Reads the lines of `ssh -G`: a keyword in lower case and its value. */
export function readOpenSshAnswer(text: string): OpenSshAnswer {
  const values = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(' ')
    const keyword = line.slice(0, Math.max(0, at))
    values.set(keyword, [...(values.get(keyword) ?? []), line.slice(at + 1).trim()])
  }
  const one = (keyword: string): string | undefined => {
    const [value = ''] = values.get(keyword) ?? []
    return value === '' || value.toLowerCase() === 'none' ? undefined : value
  }
  const paths = (keyword: string): readonly string[] =>
    (one(keyword) ?? '').split(/\s+/u).filter((path) => path !== '' && path !== '/dev/null')
  return {
    hostname: one('hostname') ?? '',
    identityFiles: values.get('identityfile') ?? [],
    identitiesOnly: one('identitiesonly') === 'yes',
    knownHosts: [...paths('userknownhostsfile'), ...paths('globalknownhostsfile')],
    jumps: jumpsOf(one('proxyjump') ?? 'none') ?? [],
    ...defined({
      user: one('user'),
      port: portOf(one('port')),
      identityAgent: values.get('identityagent')?.[0],
      hostKeyAlias: one('hostkeyalias'),
      proxyCommand: one('proxycommand'),
    }),
  }
}

/** What the tokens of a value of ssh_config stand for. */
export interface Tokens {
  /** The address that is connected to, and the name that was asked for. */
  readonly address: string
  readonly name: string
  readonly port: number
  readonly user: string
  readonly localUser: string
  readonly home: string
}

/** Fills in the tokens of ssh_config(5), and ~; undefined where there is one that cannot be known here. */
export function withTokens(text: string, tokens: Tokens): string | undefined {
  const values: Readonly<Record<string, string>> = {
    '%': '%',
    h: tokens.address,
    n: tokens.name,
    k: tokens.name,
    p: String(tokens.port),
    r: tokens.user,
    u: tokens.localUser,
    d: tokens.home,
  }
  const unknown = [...text.matchAll(/%(?<token>.)/gsu)].some(
    ({ groups }) => !((groups?.['token'] ?? '') in values),
  )
  if (unknown) return undefined
  return text
    .replace(/^~(?=\/)/u, () => tokens.home)
    .replaceAll(/%(?<token>.)/gsu, (_, token: string) => values[token] ?? '')
}
