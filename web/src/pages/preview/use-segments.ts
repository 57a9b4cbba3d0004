import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { SegmentList } from '@/api/types'

const PAGE = 6

interface Range {
  from: number
  limit: number
}

/** The segments around one of a source, extendable to both sides. */
export function useSegments(botId: string, sid: string, around: number) {
  const first: Range = { from: Math.max(0, around - 1), limit: PAGE }
  return useInfiniteQuery<SegmentList, ProblemError, { pages: SegmentList[] }, unknown[], Range>({
    queryKey: ['segments', botId, sid, first.from],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/chatbots/{botId}/sources/{id}/segments', {
          params: { path: { botId, id: sid }, query: { ...pageParam } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: ({ total, items }, _, { from }) =>
      items.length > 0 && from + items.length < total ? { from: from + items.length, limit: PAGE } : undefined,
    getPreviousPageParam: (_page, _pages, { from }) =>
      from > 0 ? { from: Math.max(0, from - PAGE), limit: Math.min(PAGE, from) } : undefined,
  })
}
