import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTrainingStatus } from '@/api/training-status'
import type { Evaluation, EvaluationResult, Source } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { decimal, percent } from '@/lib/format'
import { absentSource } from './wording'

interface ResultTableProps {
  botId: string
  run: Evaluation
  results: EvaluationResult[]
}

export function ResultTable({ botId, run, results }: ResultTableProps) {
  const sources = useTrainingStatus(botId).data?.sources ?? []
  return (
    <section aria-labelledby="questions" className="mt-10">
      <h2 id="questions" className="text-lg font-semibold">
        Questions
      </h2>
      <ol className="mt-3 divide-y divide-line border-y border-line">
        {results.map((result) => (
          <li key={result.ordinal} className="grid gap-2 py-4">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
              <h3 className="min-w-0 font-semibold break-words">{result.question.text}</h3>
              <p className="text-sm text-ink-muted tabular-nums">
                nDCG {percent(result.measures.ndcg)} · recall {percent(result.measures.recall)}
                {run.settings.answers && ` · grounded ${percent(result.measures.groundedness)}`}
              </p>
            </div>
            <ul className="flex flex-wrap gap-2">
              {result.question.places.map((place, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: places have nothing but their order
                <li key={at}>
                  <RankBadge rank={result.ranks[at] ?? null} k={run.settings.k}>
                    {titleOf(place.sourceId, sources)}
                    {place.phrase && ` “${place.phrase}”`}
                  </RankBadge>
                </li>
              ))}
            </ul>
            <Details botId={botId} result={result} sources={sources} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function RankBadge({ rank, k, children }: { rank: number | null; k: number; children: ReactNode }) {
  return (
    <Badge tone={rank === null ? 'danger' : rank === 1 ? 'good' : 'neutral'} className="max-w-full whitespace-normal">
      <span className="tabular-nums">{rank === null ? `Not in ${k}` : `Rank ${rank}`}</span>
      <span className="min-w-0 font-normal break-words">{children}</span>
    </Badge>
  )
}

function Details({ botId, result, sources }: { botId: string; result: EvaluationResult; sources: Source[] }) {
  const { answer } = result
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-muted">
        {answer ? 'What was found and answered' : 'What was found'}
        <span className="sr-only"> for “{result.question.text}”</span>
      </summary>
      {answer && (
        <div className="mt-3 grid gap-3 sm:grid-cols-2">
          <div className="rounded-xl bg-sunken p-3.5">
            <p className="font-semibold">
              Answer, {answer.grounded} of {answer.sentences} sentences grounded
            </p>
            <p className="mt-1 break-words whitespace-pre-wrap">{answer.text || '–'}</p>
            {answer.failure && <p className="mt-1 text-danger">{answer.failure}</p>}
          </div>
          {result.question.expectedAnswer && (
            <div className="rounded-xl bg-sunken p-3.5">
              <p className="font-semibold">Expected</p>
              <p className="mt-1 break-words whitespace-pre-wrap">{result.question.expectedAnswer}</p>
            </div>
          )}
        </div>
      )}
      {result.passages.length === 0 ? (
        <p className="mt-3 text-ink-muted">No passages were found.</p>
      ) : (
        <ul className="mt-3 grid gap-1.5">
          {result.passages.map((passage) => (
            <li key={passage.passageId} className="flex flex-wrap items-baseline gap-x-3">
              <span className="w-6 text-right text-ink-muted tabular-nums">{passage.rank}</span>
              <Link
                to={`/bots/${botId}/sources/${passage.sourceId}?segment=${passage.segment}&start=${passage.start}&end=${passage.end}`}
                className="min-w-0 break-words underline-offset-4 hover:underline"
              >
                {[titleOf(passage.sourceId, sources), passage.page ? `page ${passage.page}` : passage.section]
                  .filter(Boolean)
                  .join(', ')}
              </Link>
              <span className="text-ink-muted tabular-nums">{decimal(passage.score, 2)}</span>
              {passage.expected && <Badge tone="good">Expected</Badge>}
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}

function titleOf(id: string, sources: Source[]): string {
  return sources.find((source) => source.id === id)?.title ?? absentSource(sources)
}
