import type { Source } from './types'

const names = new Intl.DisplayNames(['en'], { type: 'language' })

/** What the text is written in, by name; empty where nothing speaks for a language. */
export function textLanguage({ textLanguage: language }: Source): string {
  return language ? (names.of(language) ?? '') : ''
}
