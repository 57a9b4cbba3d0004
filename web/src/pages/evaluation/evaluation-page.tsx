import { Play, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useRights } from '@/api/bots'
import { useEvaluations, useQuestionSets } from '@/api/evaluations'
import type { QuestionSetSummary } from '@/api/types'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { ViewerNotice } from '@/components/viewer-notice'
import { ago, count } from '@/lib/format'
import { History } from './history'
import { RunDialog } from './run-dialog'

export function EvaluationPage() {
  const { botId = '' } = useParams()
  const { mayEdit } = useRights(botId)
  const sets = useQuestionSets(botId)
  const runs = useEvaluations(botId)
  const [running, setRunning] = useState<QuestionSetSummary>()
  const path = `/bots/${botId}/evaluation`

  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Evaluation · ChatForge</title>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl font-bold sm:text-3xl">Evaluation</h1>
          <p className="mt-1.5 text-ink-muted">How well the bot finds what its answers should rest on.</p>
        </div>
        {mayEdit && (sets.data?.length ?? 0) > 0 && (
          <Button variant="secondary" asChild>
            <Link to={`${path}/sets/new`}>
              <Plus aria-hidden />
              New question set
            </Link>
          </Button>
        )}
      </div>
      {!mayEdit && <ViewerNotice className="mt-6">You can read evaluations, but not start any.</ViewerNotice>}
      {sets.isError && <ProblemNotice error={sets.error} onRetry={() => sets.refetch()} className="mt-6" />}
      {sets.isPending && (
        <Loading label="Loading the question sets" className="mt-8 grid gap-3">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </Loading>
      )}
      {sets.data?.length === 0 && (
        <EmptyState
          title="Is a change for the better?"
          action={
            mayEdit && (
              <Button asChild>
                <Link to={`${path}/sets/new`}>Write questions</Link>
              </Button>
            )
          }
        >
          Write down what people ask, and where the answer stands. A run asks all of it and says how often that place is
          found, so you see what a new source or another setting changed, before your visitors do.
        </EmptyState>
      )}
      {sets.data && sets.data.length > 0 && (
        <section aria-labelledby="sets" className="mt-8">
          <h2 id="sets" className="text-lg font-semibold">
            Question sets
          </h2>
          <ul className="mt-3 divide-y divide-line border-y border-line">
            {sets.data.map((set) => (
              <li key={set.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3.5">
                <div className="min-w-0 grow">
                  <Link to={`${path}/sets/${set.id}`} className="font-semibold break-words hover:underline">
                    {set.name}
                  </Link>
                  <p className="text-sm text-ink-muted">
                    {count(set.questions, 'question')} · changed {ago(set.updatedAt)}
                  </p>
                </div>
                {mayEdit && (
                  <Button size="sm" disabled={set.questions === 0} onClick={() => setRunning(set)}>
                    <Play aria-hidden />
                    Run<span className="sr-only"> {set.name}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {runs.isError && <ProblemNotice error={runs.error} onRetry={() => runs.refetch()} className="mt-6" />}
      {runs.data && runs.data.length > 0 && <History botId={botId} runs={runs.data} />}
      <RunDialog botId={botId} set={running} onClose={() => setRunning(undefined)} />
    </div>
  )
}
