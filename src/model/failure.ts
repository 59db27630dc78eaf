import type { SafeText } from '../values/safe-text.ts'
import type { HookEnd, HookName } from './hook.ts'
import type { RemoteWriteError } from './remote-write-error.ts'

/** Why a node could not be brought to its planned generation. Its messages are in src/messages only. */
export type Failure =
  | SshFailure
  | ExecFailure
  | EngineFailure
  | PullFailure
  | ImageFailure
  | NodeFailure
  | LeaseFailure
  | HookFailure
  | QueueFailure
  | UnprovenFailure

export type SshFailure =
  | {
      readonly reason: 'ssh-unreachable'
      readonly address: string
      readonly port: number
      /** `closed`: before its host key was seen; `dropped`: during the login. */
      readonly cause:
        | 'refused'
        | 'timed-out'
        | 'no-route'
        | 'unknown-host'
        | 'closed'
        | 'dropped'
        | 'not-forwarded'
        | 'proxy-command'
        | 'other'
      /** The jump host from which it cannot be reached, or the command that was to reach it. */
      readonly through?: string
      /** Seconds since it last let this run in, where it did. */
      readonly lastSeen?: number
      readonly evidence: SafeText
    }
  | {
      readonly reason: 'ssh-authentication'
      readonly cause: LoginRefusal
      readonly address: string
      readonly port: number
      readonly user: string
      /** The keys that were offered, for people: `/root/.ssh/id_rsa (SHA256:…)`. */
      readonly tried: readonly string[]
      /** How many keys there were to offer. */
      readonly available: number
      /** Methods by which the server would let the login go on. */
      readonly accepted: readonly SafeText[]
      /** The first private key file that was offered. */
      readonly file?: string
      /** Its public half, where that is a file. */
      readonly publicFile?: string
      readonly evidence: SafeText
    }
  | {
      readonly reason: 'ssh-key-unreadable'
      readonly cause: 'missing' | 'encrypted' | 'exposed' | 'other'
      readonly file: string
      readonly evidence: SafeText
    }
  | {
      readonly reason: 'ssh-negotiation'
      readonly address: string
      readonly port: number
      readonly evidence: SafeText
    }
  | {
      readonly reason: 'host-key-unknown' | 'host-key-changed' | 'host-key-revoked'
      readonly address: string
      readonly port: number
      readonly keyType: string
      /** As `ssh-keygen -l` prints it: SHA256:… */
      readonly fingerprint: string
      readonly knownHosts: readonly string[]
      /** `file:line` of the entry that disagrees, where there is one. */
      readonly entry?: string
      /** The line that would make it known, where ssh-keyscan does not: behind a jump host, or under an alias. */
      readonly line?: SafeText
    }

/**
 * Why a login was refused: nothing to offer, each key refused, hung up with keys left, a server that takes no keys, a
 * key that is right but not enough, a key that is right for a login that is not allowed, a key that could not sign.
 */
export type LoginRefusal =
  | 'no-key'
  | 'keys-refused'
  | 'too-many-keys'
  | 'no-publickey'
  | 'second-factor'
  | 'not-admitted'
  | 'not-signed'

/** A command that did not end with an exit status of 0 or an output that can be read. `during` is what was being done. */
export type ExecFailure =
  | { readonly reason: 'connection-lost'; readonly during: string; readonly evidence: SafeText }
  | {
      readonly reason: 'deadline'
      readonly during: string
      readonly seconds: number
      readonly evidence: SafeText
    }
  | {
      /** The login works, and what it ran is not the program: it ended, or did not get there in time. */
      readonly reason: 'not-started'
      /** What was reached: nothing of the command line, its first shell, the shell of the user that it is for. */
      readonly stage: 'login' | 'shell' | 'user'
      readonly during: string
      readonly user: string
      readonly exitCode?: number
      readonly seconds?: number
      readonly evidence: SafeText
    }
  | { readonly reason: 'aborted'; readonly during: string }
  | { readonly reason: 'no-exit-status'; readonly during: string; readonly evidence: SafeText }
  | {
      readonly reason: 'killed'
      readonly during: string
      readonly signal: string
      readonly evidence: SafeText
    }
  | {
      readonly reason: 'command-failed'
      readonly during: string
      readonly exitCode: number
      readonly evidence: SafeText
    }
  | { readonly reason: 'unreadable-answer'; readonly during: string; readonly evidence: SafeText }
  | { readonly reason: 'internal'; readonly during: string; readonly evidence: SafeText }
  /** Nothing is done to a node that is not written down on this machine before. */
  | { readonly reason: 'journal-failed'; readonly path: string; readonly evidence: SafeText }

export type EngineFailure =
  | { readonly reason: 'sudo-refused'; readonly user: string; readonly evidence: SafeText }
  | { readonly reason: 'worker-missing'; readonly container: SafeText }
  | { readonly reason: 'engine-missing'; readonly engine: string }
  | { readonly reason: 'engine-down'; readonly engine: string; readonly evidence: SafeText }
  /** `docker` is there, and is podman's. */
  | { readonly reason: 'engine-podman'; readonly evidence: SafeText }
  | { readonly reason: 'compose-missing' }
  | { readonly reason: 'compose-broken'; readonly command: string; readonly evidence: SafeText }
  /** It is whole, and yet cannot talk to this engine: as a rule one of the two is too old for the other. */
  | { readonly reason: 'compose-unanswered'; readonly command: string; readonly evidence: SafeText }
  /** The compose works, and does not take the worker's description. */
  | { readonly reason: 'compose-rejected'; readonly command: string; readonly evidence: SafeText }
  | { readonly reason: 'start-failed'; readonly evidence: SafeText }
  /** The image of the worker that runs, without which the node could not revert on its own, is nowhere to be had. */
  | { readonly reason: 'way-back-missing'; readonly image: SafeText; readonly evidence: SafeText }

/** What runs is the operator's decision, and nobody else's. */
export type ImageFailure =
  /** Nodes that were asked what a name stands for do not agree; `evidence`: each with what it said. */
  | { readonly reason: 'image-disputed'; readonly image: SafeText; readonly evidence: SafeText }
  /** Its digest is not among `worker.image_digests`. */
  | { readonly reason: 'image-not-allowed'; readonly image: SafeText }

export type PullFailure = {
  readonly reason: 'pull-failed'
  readonly image: string
  readonly cause:
    | 'not-found'
    | 'unauthorized'
    | 'credential-helper'
    | 'rate-limited'
    | 'registry-error'
    | 'registry-unreachable'
    | 'registry-unknown-host'
    | 'certificate'
    | 'disk-full'
    | 'other'
  readonly evidence: SafeText
}

export type NodeFailure =
  | { readonly reason: 'disk-full'; readonly path: string; readonly evidence: SafeText }
  | { readonly reason: 'not-writable'; readonly path: string; readonly evidence: SafeText }
  /** Another user may write to it, so that root would do his will there; or it is a link. */
  | { readonly reason: 'directory-not-safe'; readonly path: string; readonly found: SafeText }
  /** The worker's user cannot read, through the worker's own mount, what was written for it. */
  | { readonly reason: 'not-readable'; readonly user: string; readonly evidence: SafeText }
  | { readonly reason: 'no-api-address'; readonly interface: string; readonly found: readonly string[] }
  /** The machine has other names in the inventory, under which it was observed too. */
  | { readonly reason: 'same-machine'; readonly others: readonly string[] }
  /** By its container and process; empty where neither was seen. */
  | { readonly reason: 'port-taken'; readonly listen: string; readonly by: SafeText }
  /** No other generation that was ever proven is still on the node. Empty where it runs none. */
  | { readonly reason: 'nothing-to-return-to'; readonly directory: string; readonly generation: string }
  /** Only to be reloaded, and reading the configuration again is not enough. */
  | { readonly reason: 'needs-restart'; readonly verdict: string; readonly fields: readonly string[] }
  /** Not as a saved plan has it; `evidence` says of each field what it was and is. */
  | { readonly reason: 'moved'; readonly fields: readonly string[]; readonly evidence: SafeText }
  /** A generation on the node that does not say of itself what a worker of it has to show. */
  | { readonly reason: 'no-record'; readonly generation: string }
  | {
      readonly reason: 'config-rejected'
      readonly file: string
      readonly evidence: SafeText
      /** `file:line:column key` of the manifest's keys that it comes from, where they are known. */
      readonly keys: readonly SafeText[]
    }
  | { readonly reason: 'foreign-directory'; readonly path: string; readonly found: SafeText }

/** Another run has the node, or what keeps runs apart does not work there. Times are seconds of the node's clock. */
export type LeaseFailure =
  | {
      readonly reason: 'lease-held' | 'lease-lost'
      readonly directory: string
      /** Of the run that has it, or had it last; empty where the lease is gone. */
      readonly run: string
      readonly holder: SafeText
      /** What that run does. */
      readonly purpose: SafeText
      readonly since: number
      /** Seconds until it expires unless it is renewed; 0 where nobody holds it. */
      readonly left: number
    }
  | { readonly reason: 'lock-busy'; readonly path: string }
  | { readonly reason: 'tool-missing'; readonly tool: string }
  | { readonly reason: 'removal-failed'; readonly thing: SafeText; readonly evidence: SafeText }
  | { readonly reason: 'timer-failed'; readonly evidence: SafeText }
  | { readonly reason: 'generation-missing'; readonly directory: string; readonly generation: string }

/** A command of the operator's own on this machine, which the run had to wait for. */
export type HookFailure = {
  readonly reason: 'hook-failed'
  readonly hook: HookName
  readonly command: SafeText
  readonly end: HookEnd
  readonly evidence: SafeText
}

/** The worker had too much left to send to be stopped; nothing was changed on the node. */
export type QueueFailure = {
  readonly reason: 'queue-not-drained'
  /** `stuck`: nothing went through while it was waited for; `slow`: too little did. */
  readonly how: 'stuck' | 'slow'
  /** About how many samples are not sent. */
  readonly samples: number
  /** Seconds that the newest sample sent is behind the newest one scraped. */
  readonly lag: number
  /** Seconds that it was waited for. */
  readonly waited: number
  /** Why they are not accepted, where the worker's log says it. */
  readonly refusal?: RemoteWriteError
}

/** The node was changed, but its metrics were not proven to arrive. */
export type UnprovenFailure = { readonly reason: 'unproven'; readonly checks: readonly string[] }
