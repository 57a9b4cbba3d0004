import { randomKey } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { QuestionAndAnswer } from '@/api/types'

/** A question with its answer while it is written; the key stays when its place changes. */
export interface Row extends QuestionAndAnswer {
  key: string
}

export type Faults = Record<string, Partial<Record<keyof QuestionAndAnswer, string>>>

export const MOST_PAIRS = 1_000

export function newRow(pair: QuestionAndAnswer = { question: '', answer: '' }): Row {
  return { ...pair, key: randomKey() }
}

/** Rows with nothing in them are left out. */
export function written(rows: Row[]): Row[] {
  return rows.filter(({ question, answer }) => question.trim() !== '' || answer.trim() !== '')
}

/** What is missing, said before the server has to. */
export function missing(rows: Row[]): Faults {
  const faults: Faults = {}
  for (const { key, question, answer } of written(rows)) {
    if (question.trim() === '' || answer.trim() === '') {
      faults[key] = question.trim() === '' ? { question: 'must not be blank' } : { answer: 'must not be blank' }
    }
  }
  return faults
}

/** What the server says of the rows that were sent, such as pairs[1].answer. */
export function faultsOf(error: ProblemError | null, sent: Row[]): Faults {
  const faults: Faults = {}
  for (const { field, message } of error?.faults ?? []) {
    const [, index, part] = /^pairs\[(\d+)\]\.(question|answer)$/.exec(field) ?? []
    const row = index === undefined ? undefined : sent[Number(index)]
    if (row) {
      faults[row.key] = { ...faults[row.key], [part as keyof QuestionAndAnswer]: message }
    }
  }
  return faults
}

/** The same rows with one at another place; outside of the list there is none. */
export function moved(rows: Row[], from: number, to: number): Row[] {
  const row = rows[from]
  return row === undefined || to < 0 || to >= rows.length ? rows : rows.toSpliced(from, 1).toSpliced(to, 0, row)
}

export function pairsOf(rows: Row[]): QuestionAndAnswer[] {
  return rows.map(({ question, answer }) => ({ question: question.trim(), answer: answer.trim() }))
}
