import type { Language } from '../language.ts'

/** What logs says of the logs themselves; one line each. */
interface LogWords {
  readonly lost: (node: string, what: string, remedy: string) => string
  readonly away: (node: string, what: string) => string
  readonly back: (node: string) => string
  readonly leftOut: (node: string, lines: number) => string
}

const WORDS: Readonly<Record<Language, LogWords>> = {
  en: {
    lost: (node, what, remedy) => `${node}: ${what}${remedy === '' ? '' : `; ${remedy}`}`,
    away: (node, what) => `${node}: ${what}; trying again`,
    back: (node) => `${node}: heard again, from where it was lost`,
    leftOut: (node, lines) =>
      `${node}: ${lines} lines were left out: it writes more than can be kept or shown`,
  },
  ko: {
    lost: (node, what, remedy) => `${node}: ${what}${remedy === '' ? '' : `. ${remedy}`}`,
    away: (node, what) => `${node}: ${what}. 다시 연결하는 중`,
    back: (node) => `${node}: 다시 연결됨. 끊긴 곳부터 이어집니다`,
    leftOut: (node, lines) =>
      `${node}: ${lines}줄을 생략했습니다. 담아 두거나 보여 줄 수 있는 양보다 많습니다`,
  },
}

export function logWordsIn(language: Language): LogWords {
  return WORDS[language]
}
