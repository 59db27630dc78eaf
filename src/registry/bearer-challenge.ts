/** A challenge that is longer is none of a registry's. */
const LONGEST = 4096

const REALM = /^[^\s"]{1,2000}$/u

/** Pure: where the token is asked for that a registry wants: `Bearer realm="…",service="…",scope="…"`. */
export function bearerChallenge(header: string): URL | undefined {
  if (header.length > LONGEST || !/^bearer /iu.test(header)) return undefined
  const words = new Map(
    header
      .slice('bearer '.length)
      .split('"')
      .flatMap((text, at, parts) => (at % 2 === 1 ? [[nameBefore(parts[at - 1] ?? ''), text] as const] : [])),
  )
  const realm = words.get('realm') ?? ''
  if (!REALM.test(realm) || !URL.canParse(realm)) return undefined
  const url = new URL(realm)
  for (const name of ['service', 'scope']) {
    const value = words.get(name)
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}

/** `,service=` → service */
function nameBefore(text: string): string {
  return text.replaceAll(/[,=\s]/gu, '').toLowerCase()
}
