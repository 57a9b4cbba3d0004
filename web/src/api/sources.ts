import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { api, BY_CURSOR, unwrap, useOnce } from './client'
import type { ProblemError } from './problem'
import { refreshStatus } from './training-status'
import type {
  NewSource,
  QuestionsAndAnswers,
  SitePage,
  SitePages,
  Source,
  SourceChange,
  SourceText,
  TrainingStatus,
  Transcript,
} from './types'

export function useAddSource(botId: string) {
  const refresh = useRefreshStatus(botId)
  const once = useOnce()
  return useMutation<Source, ProblemError, NewSource>({
    mutationFn: (body) =>
      once(body, (keyed) =>
        unwrap(api.POST('/api/chatbots/{botId}/sources', { params: { path: { botId } }, body, ...keyed })),
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

/** Renames a source, says whether it may be cited, or how often it is fetched. */
export function useChangeSource({ chatbotId: botId, id }: Source) {
  const queryClient = useQueryClient()
  const refresh = useRefreshStatus(botId)
  return useMutation<Source, ProblemError, SourceChange>({
    mutationFn: (body) =>
      unwrap(api.PATCH('/api/chatbots/{botId}/sources/{id}', { params: { path: { botId, id } }, body })),
    onSuccess: (source) => {
      queryClient.setQueryData(['source', botId, id], source)
      return refresh()
    },
  })
}

/** Starts one that is held back or failed, ends what is under way with it, or fetches it again. */
export type Step = 'train' | 'cancel' | 'refetch'

export function useStep(botId: string) {
  const refresh = useRefreshStatus(botId)
  return useMutation<Source, ProblemError, { id: string; step: Step }>({
    mutationFn: ({ id, step }) =>
      unwrap(api.POST(`/api/chatbots/{botId}/sources/{id}/${step}`, { params: { path: { botId, id } } })),
    onSettled: refresh,
  })
}

/** With the version that it is made from, so that nobody replaces what somebody else has changed meanwhile. */
type Body = Transcript | Required<SourceText> | Required<QuestionsAndAnswers>

/** New content for a source that is there; what was found before is found until it is trained. */
export function useReplace({ chatbotId: botId, id }: Source) {
  const refresh = useRefreshStatus(botId)
  return useMutation<Source, ProblemError, Body>({
    mutationFn: (body) => {
      const params = { path: { botId, id } }
      if ('transcript' in body) {
        return unwrap(api.PUT('/api/chatbots/{botId}/sources/{id}/transcript', { params, body }))
      }
      return 'text' in body
        ? unwrap(api.PUT('/api/chatbots/{botId}/sources/{id}/text', { params, body }))
        : unwrap(api.PUT('/api/chatbots/{botId}/sources/{id}/pairs', { params, body }))
    },
    onSuccess: refresh,
  })
}

/** What was typed for a source; each dialog asks anew, also while the one before it is still there, closed. */
export function usePairs({ chatbotId: botId, id }: Source, enabled: boolean) {
  const own = useId()
  return useQuery<QuestionsAndAnswers, ProblemError>({
    queryKey: ['pairs', botId, id, own],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chatbots/{botId}/sources/{id}/pairs', { params: { path: { botId, id } }, signal })),
    enabled,
    ...FRESH,
  })
}

export function useTypedText({ chatbotId: botId, id }: Source, enabled: boolean) {
  const own = useId()
  return useQuery<SourceText, ProblemError>({
    queryKey: ['text', botId, id, own],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chatbots/{botId}/sources/{id}/text', { params: { path: { botId, id } }, signal })),
    enabled,
    ...FRESH,
  })
}

const FRESH = { gcTime: 0, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false }

/** All of a bot, the oldest first, as far as they were asked for. */
export function useAllSources(botId: string) {
  return useInfiniteQuery({
    queryKey: ['sources', botId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/chatbots/{botId}/sources', {
          params: { path: { botId }, query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...BY_CURSOR,
  })
}

export type PageState = SitePage['state']

export function useSitePages({ chatbotId: botId, id, updatedAt }: Source, state: PageState | undefined) {
  return useInfiniteQuery<SitePages, ProblemError, { pages: SitePages[] }, unknown[], number>({
    queryKey: ['site', botId, id, state, updatedAt],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/chatbots/{botId}/sources/{id}/pages', {
          params: { path: { botId, id }, query: { limit: 50, cursor: pageParam, ...(state && { state }) } },
          signal,
        }),
      ),
    initialPageParam: -1,
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? undefined : Number(nextCursor)),
    placeholderData: keepPreviousData,
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
