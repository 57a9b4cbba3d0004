import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { api, BY_CURSOR, unwrap } from './client'
import type { ProblemError } from './problem'
import type { Conversation, ConversationDetail, ConversationList, Model } from './types'

export function useConversations(botId: string, search: string) {
  return useInfiniteQuery({
    queryKey: ['conversations', botId, search],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/chat/conversations', {
          params: {
            query: { botId, limit: 40, ...(search && { q: search }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    ...BY_CURSOR,
    placeholderData: (previous: InfiniteData<ConversationList, string> | undefined) => previous,
  })
}

/** As many messages as come with a conversation: the latest ones. */
export const MOST_MESSAGES = 500

export function useConversation(id: string | undefined) {
  return useQuery<ConversationDetail, ProblemError>({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chat/conversations/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined,
  })
}

export function useRenameConversation(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<Conversation, ProblemError, { id: string; title: string }>({
    mutationFn: ({ id, title }) =>
      unwrap(api.PATCH('/api/chat/conversations/{id}', { params: { path: { id } }, body: { title } })),
    onSuccess: (_, { id, title }) => {
      queryClient.setQueryData<ConversationDetail>(['conversation', id], (old) => old && { ...old, title })
      return queryClient.invalidateQueries({ queryKey: ['conversations', botId] })
    },
  })
}

export function useDeleteConversation(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => unwrap(api.DELETE('/api/chat/conversations/{id}', { params: { path: { id } } })),
    // Not waited for: the page has to leave the conversation first.
    onSuccess: (_, id) => {
      removeOnceLeft(queryClient, ['conversation', id])
      void queryClient.invalidateQueries({ queryKey: ['conversations', botId] })
    },
  })
}

/** While a page still shows it, what is removed would be asked for anew. */
function removeOnceLeft(queryClient: QueryClient, queryKey: string[]): void {
  const cache = queryClient.getQueryCache()
  const query = cache.find({ queryKey })
  const isLeft = () => query?.getObserversCount() === 0
  if (!query || isLeft()) {
    queryClient.removeQueries({ queryKey })
    return
  }
  const stop = cache.subscribe((event) => {
    if (event.query === query && isLeft()) {
      stop()
      cache.remove(query)
    }
  })
}

/** The operator's, and those of the keys that the bot's account has for it. */
export function useModels(botId: string) {
  return useQuery<Model[], ProblemError>({
    queryKey: ['models', botId],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/chat/models', { params: { query: { botId } }, signal }))).items,
    staleTime: 10 * 60_000,
  })
}
