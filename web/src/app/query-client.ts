import { QueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only what may pass by itself is asked for again.
      retry: (failures, error) => failures < 2 && asProblem(error).retryable,
    },
  },
})
