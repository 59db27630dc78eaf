import type { Language } from '../../messages/language.ts'
import type { Style } from './style.ts'

/** How lines for people are drawn: at most `columns` wide. */
export interface Layout {
  readonly columns: number
  readonly language: Language
  readonly style: Style
}
