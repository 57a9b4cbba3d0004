import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, useOnce } from './client'
import type { ProblemError } from './problem'
import type { ApiKey, ApiKeyCreate, ApiKeyCreated } from './types'

export function useKeys(botId: string) {
  return useQuery<ApiKey[], ProblemError>({
    queryKey: ['keys', botId],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/chatbots/{botId}/keys', { params: { path: { botId } }, signal }))).items,
  })
}

export function useCreateKey(botId: string) {
  const queryClient = useQueryClient()
  const once = useOnce()
  return useMutation<ApiKeyCreated, ProblemError, ApiKeyCreate>({
    mutationFn: (body) =>
      once(body, (keyed) =>
        unwrap(api.POST('/api/chatbots/{botId}/keys', { params: { path: { botId } }, body, ...keyed })),
      ),
    // The answer holds the key itself: it is forgotten with the page that shows it.
    gcTime: 0,
    // Also one whose answer was lost may be there.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['keys', botId] })
    },
  })
}

export function useRevokeKey(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => unwrap(api.DELETE('/api/chatbots/{botId}/keys/{id}', { params: { path: { botId, id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys', botId] }),
  })
}
