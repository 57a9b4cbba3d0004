import { useParams } from 'react-router'
import { useRights } from '@/api/bots'
import { useQuestionSet } from '@/api/evaluations'
import { useTrainingStatus } from '@/api/training-status'
import type { EvaluationQuestion, QuestionSet, Source } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { BackLink } from './back-link'
import { SetForm } from './set-form'
import { absentSource } from './wording'

const NEW = 'new'

/** One question set: a form for those who may change it, a list for all others. */
export function SetPage() {
  const { botId = '', setId = '' } = useParams()
  const { role, mayEdit } = useRights(botId)
  const set = useQuestionSet(botId, setId, setId !== NEW)
  const status = useTrainingStatus(botId)
  const known = (setId === NEW || set.data) && status.data && role !== undefined
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Question set · ChatForge</title>
      <BackLink botId={botId} />
      <h1 className="mt-3 text-2xl font-bold break-words sm:text-3xl">
        {setId === NEW ? 'New question set' : (set.data?.name ?? 'Question set')}
      </h1>
      {set.isError && !set.data && <ProblemNotice error={set.error} onRetry={() => set.refetch()} className="mt-6" />}
      {status.isError && !status.data && (
        <ProblemNotice error={status.error} onRetry={() => status.refetch()} className="mt-6" />
      )}
      {!known && !set.isError && !status.isError && (
        <Loading label="Loading the questions" className="mt-6 grid gap-4">
          <Skeleton className="h-11" />
          <Skeleton className="h-40" />
        </Loading>
      )}
      {known && status.data && mayEdit && <SetForm botId={botId} set={set.data} sources={status.data.sources} />}
      {known && set.data && status.data && !mayEdit && <Questions set={set.data} sources={status.data.sources} />}
    </div>
  )
}

function Questions({ set, sources }: { set: QuestionSet; sources: Source[] }) {
  return (
    <ol className="mt-6 divide-y divide-line border-y border-line">
      {set.questions.map((question) => (
        <li key={question.text} className="py-3.5">
          <p className="font-semibold break-words">{question.text}</p>
          <p className="text-sm break-words text-ink-muted">{placesOf(question, sources)}</p>
        </li>
      ))}
    </ol>
  )
}

function placesOf(question: EvaluationQuestion, sources: Source[]): string {
  return question.places
    .map(({ sourceId, phrase, section, page }) => {
      const title = sources.find(({ id }) => id === sourceId)?.title ?? absentSource(sources)
      return [title, section, page && `page ${page}`, phrase && `“${phrase}”`].filter(Boolean).join(', ')
    })
    .join(' · ')
}
