import type { Source } from './types'

const names = new Intl.DisplayNames(['en'], { type: 'language' })

/** What the text is written in, by name; empty where nothing speaks for a language. */
export function textLanguage(source: Source & { textLanguage?: string | null }): string {
  return source.textLanguage ? (names.of(source.textLanguage) ?? '') : ''
}
