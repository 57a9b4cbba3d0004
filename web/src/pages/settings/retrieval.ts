import type { BotRetrieval, RetrievalStandard } from '@/api/types'

/** What a bot has of its own, every field there: null follows the operator. */
export type Retrieval = { [Field in keyof BotRetrieval]-?: NonNullable<BotRetrieval[Field]> | null }

export type Share = 'meaning' | 'diversity' | 'minScore'
export type Choice = 'rerank' | 'neighbours' | 'rewriting'

export const MOST_PASSAGES = 30

export const STANDARD: Retrieval = {
  meaning: null,
  diversity: null,
  minScore: null,
  rerank: null,
  neighbours: null,
  passages: null,
  rewriting: null,
}

/** In an order of its own, so that two can be compared as texts. */
export function retrievalOf(own: BotRetrieval | null | undefined): Retrieval {
  return {
    meaning: own?.meaning ?? null,
    diversity: own?.diversity ?? null,
    minScore: own?.minScore ?? null,
    rerank: own?.rerank ?? null,
    neighbours: own?.neighbours ?? null,
    passages: own?.passages ?? null,
    rewriting: own?.rewriting ?? null,
  }
}

export function isStandard(own: Retrieval): boolean {
  return Object.values(own).every((value) => value === null)
}

interface ShareText {
  field: Share
  label: string
  hint: string
  low: string
  high: string
}

export const SHARES: ShareText[] = [
  {
    field: 'meaning',
    label: 'Words or meaning',
    hint: 'Towards meaning, passages count that say it in other words. Towards words, those with the very terms: names, part numbers, error codes.',
    low: 'Words',
    high: 'Meaning',
  },
  {
    field: 'diversity',
    label: 'Variety',
    hint: 'Raise it when answers are made from several passages that all say the same.',
    low: 'The best ones',
    high: 'The most different',
  },
  {
    field: 'minScore',
    label: 'Least fit',
    hint: 'Passages that fit the question less are not used. Too high, and the bot finds nothing at all.',
    low: 'Use what there is',
    high: 'Only the closest',
  },
]

interface ChoiceText {
  field: Choice
  label: string
  hint: string
}

/** The last one only where there is a reranker, or where the bot says something about it already. */
export function choicesFor(standard: RetrievalStandard, own: Retrieval): ChoiceText[] {
  const all: ChoiceText[] = [
    {
      field: 'rewriting',
      label: 'Complete follow-up questions',
      hint: 'A question such as “and in winter?” is searched for together with what it refers to. With an outside model this is one more short call.',
    },
    {
      field: 'neighbours',
      label: 'Add the neighbouring passage',
      hint: 'Where a passage begins or ends in the middle of a sentence, the one beside it is used too.',
    },
  ]
  return standard.reranker || own.rerank !== null
    ? [
        ...all,
        {
          field: 'rerank',
          label: 'Read passages again',
          hint: standard.reranker
            ? 'A second model reads each passage together with the question and puts the best first. Better, and a little slower.'
            : 'This installation has no model for that at present, so it changes nothing.',
        },
      ]
    : all
}
