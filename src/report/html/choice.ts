import { html, type Markup } from './markup.ts'

/** One of several radio buttons; the style sheet reads which is checked, so that it works without a script. */
export function choice(
  name: string,
  value: string,
  { checked, label }: { checked: boolean; label: Markup },
): Markup {
  const state = checked ? html` checked` : html``
  return html`<label><input type="radio" name="${name}" id="${name}-${value}" value="${value}"${state}><span>${label}</span></label>`
}
