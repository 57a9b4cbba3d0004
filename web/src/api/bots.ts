import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, BY_CURSOR, unwrap, useOnce } from './client'
import type { ProblemError } from './problem'
import type { Bot, BotChange, BotCreate, RetrievalStandard } from './types'

export function useBots() {
  return useInfiniteQuery({
    queryKey: ['bots'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/chatbots', { params: { query: { limit: 48, ...(pageParam && { cursor: pageParam }) } }, signal }),
      ),
    ...BY_CURSOR,
  })
}

/** Of all bots that one has or works on, by their ids. */
export function useBotNames() {
  return useQuery<Map<string, string>, ProblemError>({
    queryKey: ['bots', 'names'],
    queryFn: async ({ signal }) => {
      const names = new Map<string, string>()
      let cursor: string | null | undefined
      do {
        const query = { limit: 200, ...(cursor && { cursor }) }
        const page = await unwrap(api.GET('/api/chatbots', { params: { query }, signal }))
        for (const { id, name } of page.items) {
          names.set(id, name)
        }
        cursor = page.nextCursor
      } while (cursor)
      return names
    },
  })
}

const botQuery = (id: string) => ({
  queryKey: ['bot', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    unwrap(api.GET('/api/chatbots/{id}', { params: { path: { id } }, signal })),
})

export function useBot(id: string) {
  return useQuery<Bot, ProblemError>(botQuery(id))
}

/** What one may do here. Until the bot is known, what its owner may: most bots are one's own, and the server decides anyway. */
export function useRights(botId: string) {
  const role = useBot(botId).data?.role
  return { role, mayEdit: role !== 'viewer', mayManage: role === undefined || role === 'owner' }
}

/** Whether the address names a bot that is not there; false while that is not known, or where there is no bot in it. */
export function useBotIsMissing(id: string | undefined): boolean {
  const { error } = useQuery<Bot, ProblemError>({ ...botQuery(id ?? ''), enabled: id !== undefined })
  return error?.status === 404 || error?.status === 400
}

export function useCreateBot() {
  const queryClient = useQueryClient()
  const once = useOnce()
  return useMutation<Bot, ProblemError, BotCreate>({
    mutationFn: (body) => once(body, (keyed) => unwrap(api.POST('/api/chatbots', { body, ...keyed }))),
    onSuccess: (bot) => {
      queryClient.setQueryData(['bot', bot.id], bot)
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
}

export function useChangeBot(id: string) {
  const queryClient = useQueryClient()
  return useMutation<Bot, ProblemError, BotChange>({
    mutationFn: (body) => unwrap(api.PATCH('/api/chatbots/{id}', { params: { path: { id } }, body })),
    onSuccess: (bot) => {
      queryClient.setQueryData(['bot', id], bot)
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
}

/** How sources are searched where a bot has no settings of its own. */
export function useRetrievalStandard() {
  return useQuery<RetrievalStandard, ProblemError>({
    queryKey: ['retrieval-standard'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/chat/retrieval', { signal })),
    staleTime: 10 * 60_000,
  })
}

export function useDeleteBot(id: string) {
  const queryClient = useQueryClient()
  return useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.DELETE('/api/chatbots/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ['bot', id] })
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
}
