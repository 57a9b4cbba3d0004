import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, once, unwrap } from './client'
import { readEvents } from './events'
import { apiFetch } from './http'
import type { ProblemError } from './problem'
import type { Source, TrainingStatus } from './types'

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
          queryClient.setQueryData(['status', botId], JSON.parse(data))
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

export function useAddText(botId: string) {
  const refresh = useRefreshStatus(botId)
  return useMutation<Source, ProblemError, { title: string; text: string }>({
    mutationFn: ({ title, text }) =>
      unwrap(
        api.POST('/api/chatbots/{botId}/sources', {
          params: { path: { botId } },
          body: { type: 'text', title, text },
          ...once(),
        }),
      ),
    onSuccess: refresh,
  })
}

export function useDeleteSource(botId: string) {
  const refresh = useRefreshStatus(botId)
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (sid) =>
      unwrap(api.DELETE('/api/chatbots/{botId}/sources/{id}', { params: { path: { botId, id: sid } } })),
    onSuccess: refresh,
  })
}

export function useRenameSource(botId: string) {
  const refresh = useRefreshStatus(botId)
  return useMutation<Source, ProblemError, { sid: string; title: string }>({
    mutationFn: ({ sid, title }) =>
      unwrap(
        api.PATCH('/api/chatbots/{botId}/sources/{id}', { params: { path: { botId, id: sid } }, body: { title } }),
      ),
    onSuccess: refresh,
  })
}

export function useTrain(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<TrainingStatus, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/chatbots/{botId}/train', { params: { path: { botId } } })),
    onSuccess: (status) => queryClient.setQueryData(['status', botId], status),
  })
}

function useRefreshStatus(botId: string) {
  const queryClient = useQueryClient()
  return () => refreshStatus(queryClient, botId)
}

/** Asks anew, also when an answer is under way: that one may be older than what was changed. */
export async function refreshStatus(queryClient: QueryClient, botId: string): Promise<void> {
  await queryClient.cancelQueries({ queryKey: ['status', botId] })
  await queryClient.invalidateQueries({ queryKey: ['status', botId] })
}

/** A short-lived address that opens the original, at a page where the kind of file has pages. */
export async function originalAddress(botId: string, sid: string, page: number | null | undefined): Promise<string> {
  const { url } = await unwrap(
    api.POST('/api/chatbots/{botId}/sources/{id}/file-link', { params: { path: { botId, id: sid } } }),
  )
  return page ? `${url}#page=${page}` : url
}
