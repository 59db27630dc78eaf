import { inspect } from 'node:util'

export const DOTS = '••••••'

/** What was given away so far in this process, so that whatever is kept of a run can be searched for it. */
const revealed = new Set<string>()

/** A value that prints as dots wherever it turns up; only `reveal` gives it away. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    revealed.add(this.#value)
    return this.#value
  }

  toString(): string {
    return DOTS
  }

  toJSON(): string {
    return DOTS
  }

  [inspect.custom](): string {
    return DOTS
  }
}

/** Every value that `reveal` gave away: nothing secret can be in a text that was made without one of them. */
export function revealedSecrets(): ReadonlySet<string> {
  return revealed
}
