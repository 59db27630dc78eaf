/** `T` without undefined among its values: a key whose value may be undefined may be missing instead. */
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** A copy of `members` without those that are undefined, as exactOptionalPropertyTypes wants an object. */
export function defined<const T extends object>(members: T): Defined<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which key has which value
  return Object.fromEntries(entries) as Defined<T>
}
