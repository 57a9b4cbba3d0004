import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'

/** What one is to a bot may have changed meanwhile: its pages offer what is still allowed, or say that it is gone. */
function askForTheBotAgain(error: unknown): void {
  if (['forbidden', 'not_found'].includes(asProblem(error).code)) {
    void queryClient.invalidateQueries({ queryKey: ['bot'] })
  }
}

export const queryClient: QueryClient = new QueryClient({
  mutationCache: new MutationCache({ onError: askForTheBotAgain }),
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'bot') {
        askForTheBotAgain(error)
      }
    },
  }),
  defaultOptions: {
    // A server at home can be reached without the internet; and what was pressed without a connection fails at once,
    // instead of being done later, when the user has given it up.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      // A refusal stays a refusal; only what may pass by itself is asked for again.
      retry: (failures, error) => failures < 2 && asProblem(error).retryable,
    },
  },
})
