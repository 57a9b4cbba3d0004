import { useState } from 'react'
import type { ProblemError } from '@/api/problem'
import type { QuestionAndAnswer } from '@/api/types'
import { type Faults, faultsOf, missing, pairsOf, type Row, written } from './pairs'

/** Questions with answers while they are written, and what is wrong with them. */
export function useRows(first: () => Row[]) {
  const [rows, setRows] = useState(first)
  const [faults, setFaults] = useState<Faults>({})
  /** Unless something is missing. What the server has against them is shown at its row. */
  const send = (to: (pairs: QuestionAndAnswer[], onError: (error: ProblemError) => void) => void) => {
    const sent = written(rows)
    const gaps = missing(rows)
    setFaults(gaps)
    if (Object.keys(gaps).length === 0) {
      to(pairsOf(sent), (error) => setFaults(faultsOf(error, sent)))
    }
  }
  return { rows, setRows, faults, send }
}
