/** An optional key: there with its value, or not there at all. */
export function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key loses its name in the type
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T }
}
