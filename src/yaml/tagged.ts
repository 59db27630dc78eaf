import { inspect } from 'node:util'

/** A value that ansible-vault encrypted. It is never decrypted and prints as what it is, wherever it turns up. */
export class Encrypted {
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
