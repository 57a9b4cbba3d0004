import { MOST_SOURCES } from '@/api/training-status'
import type { Evaluation, EvaluationMeasures, EvaluationRetrieval, Source } from '@/api/types'
import { dateTime } from '@/lib/format'

export const MEASURES: { key: keyof EvaluationMeasures; name: string; meaning: string }[] = [
  { key: 'recall', name: 'Recall', meaning: 'Share of the expected places that were found' },
  { key: 'ndcg', name: 'nDCG', meaning: 'The same, and the higher up the better' },
  { key: 'reciprocalRank', name: 'MRR', meaning: 'One by the rank of the first expected place' },
  { key: 'hit', name: 'Hit@1', meaning: 'Whether the first passage was an expected one' },
  { key: 'groundedness', name: 'Grounded', meaning: 'Share of the answer’s sentences that rest on what they cite' },
]

export const STATES: Record<Evaluation['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export function nameOf(run: Evaluation): string {
  return run.label ? `${run.label}, ${dateTime(run.createdAt)}` : dateTime(run.createdAt)
}

/** "top 10, with answers, meaning 0.3" */
export function settingsOf({ settings }: Evaluation): string {
  const parts = [`top ${settings.k}`, settings.answers ? 'with answers' : '', ...variantOf(settings.retrieval)]
  return parts.filter(Boolean).join(', ')
}

function variantOf(retrieval: EvaluationRetrieval | null | undefined): string[] {
  if (!retrieval) {
    return ['the bot’s settings']
  }
  const { meaning, diversity, minScore, rerank, neighbours } = retrieval
  return [
    meaning == null ? '' : `meaning ${meaning}`,
    diversity == null ? '' : `diversity ${diversity}`,
    minScore == null ? '' : `least score ${minScore}`,
    rerank == null ? '' : rerank ? 'reranked' : 'not reranked',
    neighbours == null ? '' : neighbours ? 'neighbours joined' : 'neighbours apart',
  ]
}

/** In place of the title of a source that is not among these. */
export function absentSource(sources: Source[]): string {
  return sources.length < MOST_SOURCES ? 'A deleted source' : 'A source that is not among those listed'
}
