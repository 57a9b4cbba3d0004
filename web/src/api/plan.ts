import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from './client'
import type { ProblemError } from './problem'
import type { Entitlements, LimitState } from './types'

export function useEntitlements(enabled = true) {
  return useQuery<Entitlements, ProblemError>({
    queryKey: ['entitlements'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/users/me/entitlements', { signal })),
    enabled,
  })
}

/** What one's plan allows at the most; undefined while that is not known, and where nothing limits it. */
export function limitOf(entitlements: Entitlements | undefined, name: LimitState['name']): number | undefined {
  return entitlements?.limits.find((limit) => limit.name === name)?.limit ?? undefined
}
