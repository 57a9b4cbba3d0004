import { RotateCw } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { useRights } from '@/api/bots'
import { limitOf, useEntitlements } from '@/api/plan'
import { useStep, useTrain } from '@/api/sources'
import { MOST_SOURCES, useLiveStatus, useTrainingStatus } from '@/api/training-status'
import type { Source, TrainingStatus } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toastProblem } from '@/components/ui/toast'
import { ViewerNotice } from '@/components/viewer-notice'
import { count } from '@/lib/format'
import { useDialog } from '@/lib/use-dialog'
import { useFocusAfter } from '@/lib/use-focus-after'
import { AddSources } from './add-sources'
import { isHeldBack, isUnderWay } from './kinds'
import { OlderSources } from './older-sources'
import { type SourceDialog, SourceDialogs } from './source-dialogs'
import { SourceRow } from './source-row'
import { UploadRow } from './upload-row'
import { useUploads } from './uploads'

export function SourcesPage() {
  const { botId = '' } = useParams()
  const status = useTrainingStatus(botId)
  const { role, mayEdit } = useRights(botId)
  const owner = role === 'owner'
  const most = limitOf(useEntitlements(owner).data, 'uploadBytes')
  const train = useTrain(botId)
  const step = useStep(botId)
  const uploads = useUploads(botId)
  const dialog = useDialog<SourceDialog>()
  const heading = useFocusAfter<HTMLHeadingElement>(dialog.open ?? false)
  const sources = [...(status.data?.sources ?? [])].sort((one, other) => other.createdAt.localeCompare(one.createdAt))
  const working = sources.some(isUnderWay)
  const ready = sources.some(({ live }) => live)
  const older = olderOnes(status.data)
  useLiveStatus(botId, working)
  const row = (source: Source) => (
    <SourceRow
      key={source.id}
      source={source}
      editable={mayEdit}
      busy={step.isPending && step.variables.id === source.id}
      onStep={(next) => step.mutate({ id: source.id, step: next }, { onError: toastProblem })}
      onChange={(change) => dialog.show({ change, source })}
    />
  )

  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Sources · ChatForge</title>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-bold outline-none sm:text-3xl">
            Sources
          </h1>
          <p className="mt-1.5 text-ink-muted" aria-live="polite">
            {summary(status.data)}
          </p>
        </div>
        {mayEdit && (status.data?.counts.failed ?? 0) > 0 && (
          <Button
            variant="secondary"
            busy={train.isPending}
            onClick={() => train.mutate(undefined, { onError: toastProblem })}
          >
            <RotateCw aria-hidden />
            Retry failed
          </Button>
        )}
      </div>

      {mayEdit ? (
        <AddSources
          botId={botId}
          large={status.data?.status === 'empty' && uploads.length === 0}
          most={most}
          onAdd={(add) => dialog.show({ add })}
        />
      ) : (
        <ViewerNotice className="mt-6">
          You can read the sources that answers may cite, but not add, train or remove any.
        </ViewerNotice>
      )}

      {status.isError && <ProblemNotice error={status.error} onRetry={() => status.refetch()} className="mt-6" />}
      {status.isPending && <Waiting />}
      {!mayEdit && status.data?.status === 'empty' && <p className="mt-6 text-ink-muted">There are none yet.</p>}
      {(sources.length > 0 || uploads.length > 0) && (
        <ul className="mt-8 divide-y divide-line border-y border-line" aria-label="Sources">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
          {sources.map(row)}
        </ul>
      )}
      {older > 0 && <OlderSources botId={botId} count={older} shown={sources} row={row} />}
      {ready && !working && (
        <p className="mt-6 text-ink-muted">
          Ready to answer.{' '}
          <Button variant="link" asChild>
            <Link to={`/bots/${botId}/chat`}>Ask something</Link>
          </Button>
        </p>
      )}
      {dialog.shown && (
        <SourceDialogs
          key={dialog.time}
          botId={botId}
          owner={owner}
          most={most}
          dialog={upToDate(dialog.shown, sources)}
          open={dialog.open ?? false}
          onClose={dialog.close}
        />
      )}
    </div>
  )
}

/** A dialog about a source shows how it is now, not how it was when the dialog was opened. */
function upToDate(dialog: SourceDialog, sources: Source[]): SourceDialog {
  return 'add' in dialog
    ? dialog
    : { ...dialog, source: sources.find(({ id }) => id === dialog.source.id) ?? dialog.source }
}

function Waiting() {
  return (
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
  )
}

/** Of very many sources not all come with the status. */
function olderOnes(status: TrainingStatus | undefined): number {
  if (!status || status.sources.length < MOST_SOURCES) {
    return 0
  }
  const { pending, processing, ready, failed } = status.counts
  return pending + processing + ready + failed - status.sources.length
}

function summary(status: TrainingStatus | undefined): string {
  if (!status || status.status === 'empty') {
    return 'What the bot knows, and what it may cite.'
  }
  const { ready, failed, processing } = status.counts
  const held = status.sources.filter(isHeldBack).length
  const waiting = status.counts.pending - held
  const parts = [
    ready > 0 && `${count(ready, 'source')} ready`,
    processing > 0 && `${processing} in training`,
    waiting > 0 && `${waiting} waiting`,
    held > 0 && `${held} not started`,
    failed > 0 && `${failed} failed`,
  ]
  return parts.filter(Boolean).join(', ')
}
