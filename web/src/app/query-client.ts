import { MutationCache, QueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'

export const queryClient: QueryClient = new QueryClient({
  mutationCache: new MutationCache({
    onError: (error) => {
      // What one is to a bot has changed meanwhile: its pages offer what is still allowed.
      if (asProblem(error).code === 'forbidden') {
        void queryClient.invalidateQueries({ queryKey: ['bot'] })
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only what may pass by itself is asked for again.
      retry: (failures, error) => failures < 2 && asProblem(error).retryable,
    },
  },
})
