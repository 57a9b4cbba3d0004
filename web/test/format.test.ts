import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  document.documentElement.lang = ''
  vi.resetModules()
})

async function formats(language: string) {
  document.documentElement.lang = language
  vi.resetModules()
  return import('@/lib/format')
}

test('dates and numbers are in the language of the page', async () => {
  const german = await formats('de')
  expect(german.grouped(1_204)).toBe('1.204')
  expect(german.bytes(1_200)).toBe('1,2 kB')
  expect(german.date('2026-11-21T12:00:00Z')).toBe('21.11.2026')
  expect(german.count(1_204, 'Antwort', 'Antworten')).toBe('1.204 Antworten')
  const english = await formats('en')
  expect(english.grouped(1_204)).toBe('1,204')
  expect(english.bytes(1_200)).toBe('1.2 kB')
  expect(english.date('2026-11-21T12:00:00Z')).toBe('Nov 21, 2026')
})
