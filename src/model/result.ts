import type { Failure } from './failure.ts'

/** What a step that may fail gives back; nothing that talks to a node rejects. */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: E }

export function success<T>(value: T): Result<T, never> {
  return { ok: true, value }
}

export function failed<E>(failure: E): Result<never, E> {
  return { ok: false, failure }
}
