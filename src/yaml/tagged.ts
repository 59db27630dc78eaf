import { inspect } from 'node:util'

/** A value that ansible-vault encrypted. It prints as what it is, wherever it turns up. */
export class Encrypted {
  readonly #text: string

  constructor(text = '') {
    this.#text = text
  }

  /** What ansible-vault made of it: a header, and hexadecimal lines. */
  get envelope(): string {
    return this.#text
  }

  toString(): string {
    return '(encrypted with ansible-vault)'
  }

  toJSON(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

/** A string marked `!unsafe`: it is taken as it stands, never as a template. */
export class Unsafe {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}
