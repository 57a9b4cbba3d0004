import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, BY_CURSOR, unwrap } from './client'
import { ProblemError } from './problem'
import type { CreditBalance, Usage, UsageLine } from './types'

/** The same use told apart in three ways. */
export interface UsageApart extends Pick<Usage, 'from' | 'to' | 'total'> {
  days: UsageLine[]
  bots: UsageLine[]
  models: UsageLine[]
}

/**
 * Null: the server keeps no such statistics. Its answers have an end: told apart by day, bot and model at once, they would
 * be cut for a large account, and their sums too small.
 */
export function useUsage(from: string, to: string) {
  return useQuery<UsageApart | null, ProblemError>({
    queryKey: ['usage', from, to],
    queryFn: async ({ signal }) => {
      const ask = (group: string[]) =>
        unwrap(api.GET('/api/usage', { params: { query: { from, to, group } }, signal })).catch(absent)
      const [day, bot, model] = await Promise.all([['day'], ['bot'], ['provider', 'model']].map(ask))
      return day && bot && model ? { ...day, days: day.items, bots: bot.items, models: model.items } : null
    },
    placeholderData: (previous) => previous,
  })
}

/** Null: the server counts no credits. */
export function useBalance() {
  return useQuery<CreditBalance | null, ProblemError>({
    queryKey: ['credits', 'balance'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/credits/balance', { signal })).catch(absent),
  })
}

export function useTransactions(kind: string) {
  return useInfiniteQuery({
    queryKey: ['credits', 'transactions', kind],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/credits/transactions', {
          params: { query: { limit: 30, ...(kind && { kind }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...BY_CURSOR,
  })
}

function absent(error: unknown): null {
  if (error instanceof ProblemError && error.status === 404) {
    return null
  }
  throw error
}
