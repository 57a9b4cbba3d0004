import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { WaysIn } from '@/api/types'

export const WAYS_IN = ['ways-in']

export function useWaysIn() {
  return useQuery<WaysIn, ProblemError>({
    queryKey: WAYS_IN,
    queryFn: ({ signal }) => unwrap(api.GET('/api/auth/identities', { signal })),
  })
}
