import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Bot } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { UnsavedGuard } from './unsaved-guard'

interface SaveBarProps {
  botId: string
  dirty: boolean
  busy: boolean
  error: ProblemError | null
  onDiscard: () => void
  onTakeTheirs: (latest: Bot) => void
  onKeepMine: (latest: Bot) => void
}

export function SaveBar({ botId, dirty, busy, error, onDiscard, onTakeTheirs, onKeepMine }: SaveBarProps) {
  if (!dirty) {
    return null
  }
  return (
    <div className="sticky bottom-0 z-20 -mx-3 animate-rise pb-3 sm:pb-5">
      <UnsavedGuard />
      <div className="rounded-2xl border border-line-strong bg-raised p-3 shadow-float">
        {error?.code === 'version_conflict' ? (
          <Conflict botId={botId} onTakeTheirs={onTakeTheirs} onKeepMine={onKeepMine} />
        ) : (
          <>
            {error && error.code !== 'slug_taken' && <ProblemNotice error={error} className="mb-3" />}
            <div className="flex items-center gap-2.5">
              <p className="grow pl-2 text-sm font-medium text-ink-muted">Unsaved changes</p>
              <Button variant="ghost" size="sm" onClick={onDiscard} disabled={busy}>
                Discard
              </Button>
              <Button type="submit" size="sm" busy={busy}>
                Save changes
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  )
}

/** Someone saved while this form was open. Nothing is lost either way: the user says whose values count. */
function Conflict({ botId, onTakeTheirs, onKeepMine }: Pick<SaveBarProps, 'botId' | 'onTakeTheirs' | 'onKeepMine'>) {
  const queryClient = useQueryClient()
  const latest = useMutation<Bot, ProblemError, void>({
    mutationFn: () => unwrap(api.GET('/api/chatbots/{id}', { params: { path: { id: botId } } })),
    onSuccess: (bot) => queryClient.setQueryData(['bot', botId], bot),
  })
  return (
    <div role="alert" className="grid gap-3 p-2">
      <div>
        <p className="font-semibold">This bot was changed somewhere else meanwhile</p>
        <p className="mt-0.5 text-sm text-ink-muted">
          In another tab, or by someone who shares it. Keep your edits on top of that version, or take that version as
          it is.
        </p>
      </div>
      {latest.error && <ProblemNotice error={latest.error} />}
      <div className="flex flex-wrap gap-2.5">
        <Button size="sm" busy={latest.isPending} onClick={() => latest.mutate(undefined, { onSuccess: onKeepMine })}>
          Keep my edits
        </Button>
        <Button
          variant="secondary"
          size="sm"
          disabled={latest.isPending}
          onClick={() => latest.mutate(undefined, { onSuccess: onTakeTheirs })}
        >
          Take the other version
        </Button>
      </div>
    </div>
  )
}
