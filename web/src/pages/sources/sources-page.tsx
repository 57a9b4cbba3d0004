import { PencilLine, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useRights } from '@/api/bots'
import { useLiveStatus, useTrain, useTrainingStatus } from '@/api/sources'
import type { TrainingStatus } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toastProblem } from '@/components/ui/toast'
import { ViewerNotice } from '@/components/viewer-notice'
import { count } from '@/lib/format'
import { AddTextDialog } from './add-text-dialog'
import { Dropzone } from './dropzone'
import { SourceRow } from './source-row'
import { UploadRow } from './upload-row'
import { useUploads } from './uploads'

export function SourcesPage() {
  const { botId = '' } = useParams()
  const status = useTrainingStatus(botId)
  const { mayEdit } = useRights(botId)
  const train = useTrain(botId)
  const uploads = useUploads(botId)
  const [writing, setWriting] = useState(false)
  const counts = status.data?.counts
  const working = (counts?.pending ?? 0) + (counts?.processing ?? 0) > 0
  const sources = [...(status.data?.sources ?? [])].sort((one, other) => other.createdAt.localeCompare(one.createdAt))
  useLiveStatus(botId, working)

  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Sources · ChatForge</title>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl font-bold sm:text-3xl">Sources</h1>
          <p className="mt-1.5 text-ink-muted" aria-live="polite">
            {summary(status.data)}
          </p>
        </div>
        <div className="flex gap-2.5">
          {mayEdit && (counts?.failed ?? 0) > 0 && (
            <Button
              variant="secondary"
              busy={train.isPending}
              onClick={() => train.mutate(undefined, { onError: toastProblem })}
            >
              <RotateCw aria-hidden />
              Retry failed
            </Button>
          )}
          {mayEdit && (
            <Button variant="secondary" onClick={() => setWriting(true)}>
              <PencilLine aria-hidden />
              Paste text
            </Button>
          )}
        </div>
      </div>

      {mayEdit ? (
        <Dropzone botId={botId} large={status.data?.status === 'empty' && uploads.length === 0} />
      ) : (
        <ViewerNotice className="mt-6">You can read the sources, but not add, train or remove any.</ViewerNotice>
      )}

      {status.isError && <ProblemNotice error={status.error} onRetry={() => status.refetch()} className="mt-6" />}
      {status.isPending && (
        <Loading label="Loading sources" className="mt-8 grid gap-px">
          {[1, 2, 3].map((row) => (
            <div key={row} className="flex items-center gap-4 py-4">
              <Skeleton className="size-10 rounded-lg" />
              <div className="grow">
                <Skeleton className="h-4 w-1/3" />
                <Skeleton className="mt-2 h-3.5 w-1/4" />
              </div>
            </div>
          ))}
        </Loading>
      )}
      {!mayEdit && status.data?.status === 'empty' && <p className="mt-6 text-ink-muted">There are none yet.</p>}
      {(sources.length > 0 || uploads.length > 0) && (
        <ul className="mt-8 divide-y divide-line border-y border-line" aria-label="Sources">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
          {sources.map((source) => (
            <SourceRow
              key={source.id}
              source={source}
              editable={mayEdit}
              onRetry={() => train.mutate(undefined, { onError: toastProblem })}
            />
          ))}
        </ul>
      )}
      {(counts?.ready ?? 0) > 0 && !working && (
        <p className="mt-6 text-ink-muted">
          Ready to answer.{' '}
          <Button variant="link" asChild>
            <Link to={`/bots/${botId}/chat`}>Ask something</Link>
          </Button>
        </p>
      )}
      <AddTextDialog botId={botId} open={writing} onClose={() => setWriting(false)} />
    </div>
  )
}

function summary(status: TrainingStatus | undefined): string {
  if (!status || status.status === 'empty') {
    return 'What the bot knows, and what it may cite.'
  }
  const { pending, processing, ready, failed } = status.counts
  const parts = [
    ready > 0 && `${count(ready, 'source')} ready`,
    pending + processing > 0 && `${pending + processing} in training`,
    failed > 0 && `${failed} failed`,
  ]
  return parts.filter(Boolean).join(', ')
}
