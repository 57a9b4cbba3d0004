import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { SignInProvider } from '@/api/types'

/** Where one can sign in beside the password. When that cannot be told, the password still works. */
export function useProviders() {
  return useQuery<SignInProvider[], ProblemError>({
    queryKey: ['sign-in-providers'],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/auth/providers', { signal }))).items,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}
