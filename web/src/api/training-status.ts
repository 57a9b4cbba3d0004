import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, unwrap } from './client'
import { readEvents } from './events'
import { apiFetch } from './http'
import type { ProblemError } from './problem'
import type { TrainingStatus } from './types'

/** As many sources as come with the status: those that somebody waits for or has to see to, and the newest others. */
export const MOST_SOURCES = 1_000

export function useTrainingStatus(botId: string) {
  return useQuery<TrainingStatus, ProblemError>({
    queryKey: ['status', botId],
    queryFn: ({ signal }) => unwrap(api.GET('/api/chatbots/{botId}/status', { params: { path: { botId } }, signal })),
  })
}

/** Keeps the status fresh from the server's event stream while `active`; comes back by itself after a drop. */
export function useLiveStatus(botId: string, active: boolean): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!active) {
      return
    }
    const abort = new AbortController()
    const url = new URL(`/api/chatbots/${botId}/status/events`, location.origin)
    const listen = async () => {
      const headers = { Accept: 'text/event-stream' }
      const response = await apiFetch(new Request(url, { signal: abort.signal, headers }))
      if (!response.ok) {
        return
      }
      for await (const { name, data } of readEvents(response)) {
        if (name === 'status' && !abort.signal.aborted) {
          taken(queryClient, botId, JSON.parse(data))
        }
      }
    }
    const run = async () => {
      while (!abort.signal.aborted) {
        await listen().catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 2_000))
        if (!abort.signal.aborted) {
          await queryClient.invalidateQueries({ queryKey: ['status', botId] })
        }
      }
    }
    void run()
    return () => abort.abort()
  }, [botId, active, queryClient])
}

/** What became ready has other words than those that may have been read before; it may also have left a long list by that. */
export function taken(queryClient: QueryClient, botId: string, status: TrainingStatus): void {
  const before = queryClient.getQueryData<TrainingStatus>(['status', botId])?.sources ?? []
  const now = new Map(status.sources.map((one) => [one.id, one.status]))
  for (const { id, status: former } of before) {
    if (former !== 'ready' && (now.get(id) ?? 'ready') === 'ready') {
      queryClient.removeQueries({ queryKey: ['segments', botId, id] })
      queryClient.removeQueries({ queryKey: ['source', botId, id] })
    }
  }
  queryClient.setQueryData(['status', botId], status)
}

/** Asks anew, also when an answer is under way: that one may be older than what was changed. */
export async function refreshStatus(queryClient: QueryClient, botId: string): Promise<void> {
  await queryClient.cancelQueries({ queryKey: ['status', botId] })
  void queryClient.invalidateQueries({ queryKey: ['sources', botId] })
  await queryClient.invalidateQueries({ queryKey: ['status', botId] })
}
