import { maskSecrets, PRIVATE_KEY } from '../../values/mask-secrets.ts'
import { DOTS } from '../../values/secret.ts'
import { uriComponent } from '../../values/uri-component.ts'

/** Characters from which on a line of a secret is a secret of its own, and a base64 word is looked into. */
const LEAST = 8

const BASE64 = /[A-Za-z0-9+/]{8,}={0,2}/gu
const FACT = /"base64":"([A-Za-z0-9+/=]*)"/gu

/**
 * Pure: a text with every secret as dots: those that are known, however they are written in it (quoted for a shell or
 * for JSON, percent-encoded, inside base64), private keys, and what a key such as `password:` says is one. Facts that
 * a node sends as base64 are shown as what they are.
 */
export function masked(text: string, secrets: Iterable<string>): string {
  const values = [...secrets].filter((value) => value.trim() !== '')
  const known = values.flatMap(spellings).sort((one, two) => two.length - one.length)
  const hide = (shown: string): string => {
    const withoutKnown = known.reduce((rest, spelling) => rest.replaceAll(spelling, DOTS), shown)
    const withoutEncoded = withoutKnown.replaceAll(BASE64, (word) => (hides(word, values) ? DOTS : word))
    return maskSecrets(withoutEncoded.replaceAll(PRIVATE_KEY, DOTS))
  }
  return hide(text.replaceAll(FACT, (_, word: string) => `"text":${JSON.stringify(hide(decoded(word)))}`))
}

function spellings(value: string): string[] {
  const lines = value.split('\n').filter((line) => line.length >= LEAST)
  const whole = [value, value.trim(), ...lines]
  return [
    ...whole,
    ...whole.map((text) => text.replaceAll("'", "'\\''")),
    ...whole.map((text) => JSON.stringify(text).slice(1, -1)),
    ...whole.map(uriComponent),
  ]
}

function hides(word: string, values: readonly string[]): boolean {
  const text = decoded(word)
  return values.some((value) => text.includes(value.trim()))
}

function decoded(word: string): string {
  return Buffer.from(word, 'base64').toString('utf8')
}
