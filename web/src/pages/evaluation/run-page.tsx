import { useState } from 'react'
import { Navigate, useParams } from 'react-router'
import { useRights } from '@/api/bots'
import {
  isUnderWay,
  useCancelEvaluation,
  useDeleteEvaluation,
  useEvaluation,
  useEvaluationResults,
  useEvaluations,
} from '@/api/evaluations'
import type { Evaluation } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
import { Select } from '@/components/ui/select'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toastProblem } from '@/components/ui/toast'
import { percent } from '@/lib/format'
import { BackLink } from './back-link'
import { ComparisonView } from './comparison-view'
import { ResultTable } from './result-table'
import { RunState } from './run-state'
import { MEASURES, nameOf, settingsOf } from './wording'

export function RunPage() {
  const { botId = '', runId = '' } = useParams()
  const run = useEvaluation(botId, runId)
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Evaluation · ChatForge</title>
      <BackLink botId={botId} />
      {run.isPending && (
        <Loading label="Loading the evaluation" className="mt-6 grid gap-4">
          <Skeleton className="h-9 w-1/2" />
          <Skeleton className="h-40" />
        </Loading>
      )}
      {run.isError && !run.data && <ProblemNotice error={run.error} onRetry={() => run.refetch()} className="mt-6" />}
      {run.data && <Shown botId={botId} run={run.data} />}
    </div>
  )
}

function Shown({ botId, run }: { botId: string; run: Evaluation }) {
  const { mayEdit } = useRights(botId)
  const results = useEvaluationResults(botId, run.id, run.done)
  const others = (useEvaluations(botId).data ?? []).filter((other) => other.id !== run.id && other.means !== null)
  const [baseId, setBaseId] = useState('')
  return (
    <>
      <div className="mt-3 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-2xl font-bold break-words sm:text-3xl">{run.setName}</h1>
          <p className="mt-1.5 text-ink-muted">{nameOf(run)}</p>
          <p className="mt-1 text-sm break-words text-ink-muted">{madeWith(run)}</p>
        </div>
        <div className="flex items-center gap-2.5">
          <RunState run={run} />
          {mayEdit && <Actions botId={botId} run={run} />}
        </div>
      </div>
      {isUnderWay(run) && (
        <Progress
          label={`${run.done} of ${run.total} questions`}
          value={run.state === 'waiting' ? null : run.done / run.total}
          className="mt-6"
        />
      )}
      {run.failure && (
        <p role="alert" className="mt-6 rounded-xl bg-danger-soft p-4 text-sm break-words">
          {run.failure}
        </p>
      )}
      {run.means && <Means run={run} />}
      {run.means && others.length > 0 && (
        <Field label="Compare with" className="mt-8 max-w-md">
          <Select value={baseId} onChange={({ target }) => setBaseId(target.value)}>
            <option value="">Nothing</option>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.setId === run.setId ? '' : `${other.setName}, `}
                {nameOf(other)} ({settingsOf(other)})
              </option>
            ))}
          </Select>
        </Field>
      )}
      {baseId !== '' && <ComparisonView botId={botId} runId={run.id} baseId={baseId} />}
      {results.isError && <ProblemNotice error={results.error} onRetry={() => results.refetch()} className="mt-6" />}
      {results.data && results.data.length > 0 && <ResultTable botId={botId} run={run} results={results.data} />}
    </>
  )
}

function madeWith(run: Evaluation): string {
  const parts = [
    settingsOf(run),
    run.model && `answered by ${run.model}`,
    run.indexModel && `found by ${run.indexModel}`,
  ]
  return parts.filter(Boolean).join(' · ')
}

function Means({ run }: { run: Evaluation }) {
  return (
    <dl className="mt-6 grid grid-cols-2 gap-3 sm:grid-cols-5">
      {MEASURES.filter(({ key }) => run.means?.[key] != null).map(({ key, name, meaning }) => (
        <div key={key} className="rounded-2xl border border-line bg-surface p-4">
          <dt className="text-sm font-semibold">{name}</dt>
          <dd className="mt-1 text-2xl font-bold tabular-nums">{percent(run.means?.[key])}</dd>
          <dd className="mt-1 text-xs text-ink-muted">{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}

function Actions({ botId, run }: { botId: string; run: Evaluation }) {
  const cancel = useCancelEvaluation(botId)
  const remove = useDeleteEvaluation(botId)
  const [asked, setAsked] = useState(false)
  if (remove.isSuccess) {
    return <Navigate to={`/bots/${botId}/evaluation`} />
  }
  if (isUnderWay(run)) {
    return (
      <Button
        variant="secondary"
        size="sm"
        busy={cancel.isPending}
        onClick={() => cancel.mutate(run.id, { onError: toastProblem })}
      >
        Cancel
      </Button>
    )
  }
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setAsked(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title="Delete this evaluation?"
        description="Its results are gone from the history. The questions stay."
        confirmLabel="Delete evaluation"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(run.id)}
      />
    </>
  )
}
