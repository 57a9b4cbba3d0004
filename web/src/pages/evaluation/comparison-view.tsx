import { useState } from 'react'
import { useComparison } from '@/api/evaluations'
import type { EvaluationComparison, EvaluationMeasures, EvaluationPair } from '@/api/types'
import { PairedBars } from '@/components/charts/paired-bars'
import { ProblemNotice } from '@/components/problem-notice'
import { Badge } from '@/components/ui/badge'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { count, percent } from '@/lib/format'
import { MEASURES, nameOf } from './wording'

type Key = keyof EvaluationMeasures

/** Two evaluations side by side: the means of what both asked, then each question. */
export function ComparisonView({ botId, runId, baseId }: { botId: string; runId: string; baseId: string }) {
  const comparison = useComparison(botId, runId, baseId)
  if (comparison.data) {
    return <Compared comparison={comparison.data} />
  }
  return comparison.isError ? (
    <ProblemNotice error={comparison.error} onRetry={() => comparison.refetch()} className="mt-6" />
  ) : (
    <Loading label="Comparing" className="mt-6">
      <Skeleton className="h-40" />
    </Loading>
  )
}

function Compared({ comparison }: { comparison: EvaluationComparison }) {
  const [key, setKey] = useState<Key>('ndcg')
  const { base, baseMeans, runMeans, common } = comparison
  const shown = MEASURES.filter((measure) => baseMeans?.[measure.key] != null && runMeans?.[measure.key] != null)
  return (
    <section aria-labelledby="comparison" className="mt-6 rounded-2xl border border-line bg-surface p-4 sm:p-5">
      <h2 id="comparison" className="text-lg font-semibold">
        Beside {nameOf(base)}
      </h2>
      {common === 0 ? (
        <p className="mt-2 text-ink-muted">They have no question in common, so there is nothing to compare.</p>
      ) : (
        <>
          <p className="mt-1 text-sm text-ink-muted">Means over {count(common, 'question')} that both have.</p>
          <table className="mt-3 w-full max-w-lg text-left text-sm tabular-nums">
            <thead>
              <tr className="border-b border-line text-ink-muted">
                <th className="py-1.5 pr-4 font-medium">Measure</th>
                <th className="py-1.5 pr-4 font-medium">Before</th>
                <th className="py-1.5 pr-4 font-medium">Now</th>
                <th className="py-1.5 font-medium">Change</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((measure) => (
                <tr key={measure.key} className="border-b border-line last:border-0">
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    {measure.name}
                  </th>
                  <td className="py-1.5 pr-4">{percent(baseMeans?.[measure.key])}</td>
                  <td className="py-1.5 pr-4">{percent(runMeans?.[measure.key])}</td>
                  <td className="py-1.5">
                    <Change before={baseMeans?.[measure.key] ?? 0} after={runMeans?.[measure.key] ?? 0} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Field label="Measure of each question" className="mt-5 max-w-60">
            <Select value={key} onChange={({ target }) => setKey(target.value as Key)}>
              {shown.map((measure) => (
                <option key={measure.key} value={measure.key}>
                  {measure.name}
                </option>
              ))}
            </Select>
          </Field>
          <ul aria-label="Questions side by side" className="mt-4 divide-y divide-line">
            {mostChanged(comparison.questions, key).map((pair) => (
              <li key={pair.question} className="grid gap-2 py-2.5 sm:grid-cols-[1fr_20rem] sm:items-center">
                <p className="min-w-0 text-sm break-words">
                  {pair.question} {pair.base === null && <Badge>Only now</Badge>}
                  {pair.run === null && <Badge>Only before</Badge>}
                </p>
                <PairedBars
                  before={pair.base?.[key] ?? null}
                  after={pair.run?.[key] ?? null}
                  names={['Before', 'Now']}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** What changed most stands first. */
function mostChanged(questions: EvaluationPair[], key: Key): EvaluationPair[] {
  const change = ({ base, run }: EvaluationPair) => (base && run ? Math.abs((run[key] ?? 0) - (base[key] ?? 0)) : -1)
  return [...questions].sort((one, other) => change(other) - change(one))
}

function Change({ before, after }: { before: number; after: number }) {
  const points = Math.round((after - before) * 100)
  if (points === 0) {
    return <span className="text-ink-muted">same</span>
  }
  return (
    <span className={points > 0 ? 'font-semibold text-good' : 'font-semibold text-danger'}>
      {points > 0 ? '+' : '−'}
      {Math.abs(points)} points
    </span>
  )
}
