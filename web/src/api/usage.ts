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

export interface Usage {
  from: string
  to: string
  total: UsageSums
  items: UsageLine[]
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

/** Told apart by all that the page shows, so that one question is enough. Null: the server keeps no such statistics. */
export function useUsage(from: string, to: string) {
  return useQuery<Usage | null, ProblemError>({
    queryKey: ['usage', from, to],
    queryFn: async ({ signal }) => {
      const usage = await read(`/api/usage?from=${from}&to=${to}&group=day,bot,provider,model`, signal).catch(absent)
      return isUsage(usage) ? usage : null
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

function isUsage(usage: unknown): usage is Usage {
  return typeof usage === 'object' && usage !== null && 'items' in usage && 'total' in usage
}
