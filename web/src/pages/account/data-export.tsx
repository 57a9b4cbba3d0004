import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { api, unwrap, useOnce } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Export } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { Spinner } from '@/components/ui/spinner'
import { bytes, dateTime } from '@/lib/format'

const KEY = ['exports']
const LOOK_EVERY = 2_000

const underWay = (item: Export) => item.state === 'waiting' || item.state === 'running'

/** Everything of one's own as one archive, which the server makes in its own time. */
export function DataExport() {
  const queryClient = useQueryClient()
  const exports = useQuery<Export[], ProblemError>({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/users/me/exports', { signal }))).items,
    refetchInterval: (query) => (query.state.data?.some(underWay) ? LOOK_EVERY : false),
  })
  const once = useOnce()
  const start = useMutation<Export, ProblemError, void>({
    mutationFn: () => once(undefined, (keyed) => unwrap(api.POST('/api/users/me/exports', { ...keyed }))),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  })
  if (exports.isError && !exports.data) {
    return <ProblemNotice error={exports.error} onRetry={() => exports.refetch()} />
  }
  if (!exports.data) {
    return (
      <Loading label="Loading your exports">
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  return (
    <div className="grid gap-4">
      <p className="text-sm text-ink-muted">
        An archive with your profile, bots, sources with their files, conversations and messages. It is made in the
        background and kept for seven days.
      </p>
      {exports.data.length > 0 && (
        <ul className="divide-y divide-line" aria-live="polite">
          {exports.data.map((item) => (
            <li key={item.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0">
              <p className="min-w-0 grow text-sm">{dateTime(item.createdAt)}</p>
              <State item={item} />
            </li>
          ))}
        </ul>
      )}
      {start.error && <ProblemNotice error={start.error} />}
      <Button
        variant="secondary"
        className="justify-self-start"
        busy={start.isPending}
        disabled={exports.data.some(underWay)}
        onClick={() => start.mutate()}
      >
        Export my data
      </Button>
    </div>
  )
}

function State({ item }: { item: Export }) {
  if (underWay(item)) {
    return (
      <p className="flex items-center gap-2 text-sm text-ink-muted">
        <Spinner /> Being made
      </p>
    )
  }
  if (item.state === 'failed') {
    return <p className="text-sm text-danger">It could not be made. Start it again.</p>
  }
  return (
    <Button variant="secondary" size="sm" asChild>
      <a href={`/api/users/me/exports/${item.id}/file`} download="chatforge-export.zip">
        <Download aria-hidden /> Download ({bytes(item.sizeBytes ?? 0)})
      </a>
    </Button>
  )
}
