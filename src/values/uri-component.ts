/** A text as a part of a URL. Half a character is written as its replacement, as UTF-8 writes it; nothing throws. */
export function uriComponent(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
}
