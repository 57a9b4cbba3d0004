import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { apiFetch } from './http'
import { ProblemError } from './problem'

/*
 * Credits and use, as the API's description has them, written by hand: the shapes go to types.ts when it is generated
 * anew.
 */

export interface UsageSums {
  answers: number
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  credits: number
  writtenOff: number
  /** Answers of which the provider did not report the tokens. */
  counted: number
}

export interface UsageLine {
  /** 2026-11-21, in UTC. */
  day: string | null
  botId: string | null
  provider: string | null
  model: string | null
  sums: UsageSums
}

interface Answer {
  from: string
  to: string
  total: UsageSums
  items: UsageLine[]
}

/** The same use told apart in three ways. */
export interface Usage extends Omit<Answer, 'items'> {
  days: UsageLine[]
  bots: UsageLine[]
  models: UsageLine[]
}

export interface CreditBalance {
  available: number
  reserved: number
  unlimited: boolean
  /** Granted and bought ones, which never lapse. */
  lasting: number
  allowance: { allotted: number; spent: number; left: number }
  renewedAt: string
}

export const KINDS = [
  'allowance',
  'grant',
  'purchase',
  'reservation',
  'settlement',
  'expiry',
  'lapse',
  'closing',
] as const

export interface CreditTransaction {
  number: number
  kind: (typeof KINDS)[number]
  /** How what can be spent changed. */
  amount: number
  consumed: number
  writtenOff: number
  /** What could be spent afterwards. */
  available: number
  botId: string | null
  provider: string | null
  model: string | null
  note: string | null
  at: string
}

export interface TransactionPage {
  items: CreditTransaction[]
  nextCursor: string | null
}

async function read(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await apiFetch(new Request(new URL(path, location.origin), { signal }))
  if (!response.ok) {
    throw await ProblemError.from(response)
  }
  return response.json()
}

/**
 * Null: the server keeps no such statistics. Its answers have an end: told apart by day, bot and model at once, they would
 * be cut for a large account, and their sums too small.
 */
export function useUsage(from: string, to: string) {
  return useQuery<Usage | null, ProblemError>({
    queryKey: ['usage', from, to],
    queryFn: async ({ signal }) => {
      const ask = (group: string) => read(`/api/usage?from=${from}&to=${to}&group=${group}`, signal).catch(absent)
      const [day, bot, model] = await Promise.all(['day', 'bot', 'provider,model'].map(ask))
      return isUsage(day) && isUsage(bot) && isUsage(model)
        ? { ...day, days: day.items, bots: bot.items, models: model.items }
        : null
    },
    placeholderData: (previous) => previous,
  })
}

/** Null: the server counts no credits. */
export function useBalance() {
  return useQuery<CreditBalance | null, ProblemError>({
    queryKey: ['credits', 'balance'],
    queryFn: async ({ signal }) => (await read('/api/credits/balance', signal).catch(absent)) as CreditBalance | null,
  })
}

export function useTransactions(kind: string) {
  return useInfiniteQuery({
    queryKey: ['credits', 'transactions', kind],
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '30', ...(kind && { kind }), ...(pageParam && { cursor: pageParam }) })
      return (await read(`/api/credits/transactions?${query}`, signal)) as TransactionPage
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }: TransactionPage) => nextCursor ?? undefined,
  })
}

function absent(error: unknown): null {
  if (error instanceof ProblemError && error.status === 404) {
    return null
  }
  throw error
}

function isUsage(usage: unknown): usage is Answer {
  return typeof usage === 'object' && usage !== null && 'items' in usage && 'total' in usage
}
