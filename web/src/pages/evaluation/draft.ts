import type { EvaluationQuestion, ExpectedPlace } from '@/api/types'

/** Questions as they stand in the form: with keys of their own, and texts instead of nothing. */
export interface DraftPlace {
  key: number
  sourceId: string
  page: string
  segment: number | null
  section: string
  phrase: string
}

export interface DraftQuestion {
  key: number
  text: string
  expectedAnswer: string
  places: DraftPlace[]
}

let next = 1

export function newPlace(sourceId = ''): DraftPlace {
  return { key: next++, sourceId, page: '', segment: null, section: '', phrase: '' }
}

export function newQuestion(): DraftQuestion {
  return { key: next++, text: '', expectedAnswer: '', places: [newPlace()] }
}

export function draftOf(questions: EvaluationQuestion[]): DraftQuestion[] {
  return questions.map(({ text, expectedAnswer, places }) => ({
    key: next++,
    text,
    expectedAnswer: expectedAnswer ?? '',
    places: places.map((place) => ({
      key: next++,
      sourceId: place.sourceId,
      page: place.page == null ? '' : String(place.page),
      segment: place.segment ?? null,
      section: place.section ?? '',
      phrase: place.phrase ?? '',
    })),
  }))
}

export function questionsOfDraft(draft: DraftQuestion[]): EvaluationQuestion[] {
  return draft.map(({ text, expectedAnswer, places }) => ({
    text: text.trim(),
    expectedAnswer: expectedAnswer.trim() || null,
    places: places.map(
      ({ sourceId, page, segment, section, phrase }): ExpectedPlace => ({
        sourceId,
        page: page === '' ? null : Number(page),
        segment,
        section: section.trim() || null,
        phrase: phrase.trim() || null,
      }),
    ),
  }))
}
