import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { TotpState } from '@/api/types'

export const TOTP = ['totp']

export function useTotp() {
  return useQuery<TotpState, ProblemError>({
    queryKey: TOTP,
    queryFn: ({ signal }) => unwrap(api.GET('/api/auth/totp', { signal })),
  })
}
