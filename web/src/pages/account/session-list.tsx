import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Session } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toastProblem } from '@/components/ui/toast'
import { ago } from '@/lib/format'
import { deviceName } from './device-name'

export function SessionList() {
  const queryClient = useQueryClient()
  const sessions = useQuery<Session[], ProblemError>({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/auth/sessions', { signal }))).items,
  })
  const end = useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => unwrap(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
    onError: toastProblem,
  })
  if (sessions.isError && !sessions.data) {
    return <ProblemNotice error={sessions.error} onRetry={() => sessions.refetch()} />
  }
  if (!sessions.data) {
    return (
      <Loading label="Loading sessions" className="grid gap-3">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    )
  }
  return (
    <ul className="divide-y divide-line">
      {sessions.data.map((session) => (
        <li key={session.id} className="flex items-center gap-4 py-3 first:pt-0">
          <div className="min-w-0 grow">
            <p className="truncate font-semibold">{deviceName(session.userAgent)}</p>
            <p className="text-sm text-ink-muted">Last seen {ago(session.lastSeenAt)}</p>
          </div>
          {session.current ? (
            <Badge tone="accent">This device</Badge>
          ) : (
            <Button
              variant="secondary"
              size="sm"
              busy={end.isPending && end.variables === session.id}
              onClick={() => end.mutate(session.id)}
            >
              Sign out
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
