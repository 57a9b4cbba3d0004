import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, useOnce } from './client'
import type { ProblemError } from './problem'
import type {
  Evaluation,
  EvaluationComparison,
  EvaluationResult,
  EvaluationStart,
  QuestionSet,
  QuestionSetSummary,
} from './types'

const LOOK_AGAIN = 1_500
/** As many questions as a set may have. */
const ALL_RESULTS = 200

export const isUnderWay = ({ state }: Evaluation) => state === 'waiting' || state === 'running'

export function useQuestionSets(botId: string) {
  return useQuery<QuestionSetSummary[], ProblemError>({
    queryKey: ['question-sets', botId],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/chatbots/{botId}/evaluations/sets', { params: { path: { botId } }, signal }))).items,
  })
}

export function useQuestionSet(botId: string, id: string, enabled: boolean) {
  return useQuery<QuestionSet, ProblemError>({
    queryKey: ['question-sets', botId, id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chatbots/{botId}/evaluations/sets/{id}', { params: { path: { botId, id } }, signal })),
    enabled,
    // It is copied into a form: a later answer would have nowhere to go.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Creates the set, or changes the one that it began from. */
export function useSaveQuestionSet(botId: string, from: Pick<QuestionSet, 'id' | 'version'> | undefined) {
  const queryClient = useQueryClient()
  const once = useOnce()
  return useMutation<QuestionSet, ProblemError, Pick<QuestionSet, 'name' | 'questions'>>({
    mutationFn: (body) =>
      from
        ? unwrap(
            api.PATCH('/api/chatbots/{botId}/evaluations/sets/{id}', {
              params: { path: { botId, id: from.id } },
              body: { version: from.version, ...body },
            }),
          )
        : once(body, (keyed) =>
            unwrap(api.POST('/api/chatbots/{botId}/evaluations/sets', { params: { path: { botId } }, body, ...keyed })),
          ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['question-sets', botId], exact: true }),
  })
}

export function useDeleteQuestionSet(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) =>
      unwrap(api.DELETE('/api/chatbots/{botId}/evaluations/sets/{id}', { params: { path: { botId, id } } })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['question-sets', botId], exact: true }),
        queryClient.invalidateQueries({ queryKey: ['evaluations', botId] }),
      ]),
  })
}

/** Newest first, and as many as are kept; looks again while one is under way. */
export function useEvaluations(botId: string) {
  return useQuery<Evaluation[], ProblemError>({
    queryKey: ['evaluations', botId],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/chatbots/{botId}/evaluations/runs', { params: { path: { botId } }, signal }))).items,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LOOK_AGAIN : false),
  })
}

export function useEvaluation(botId: string, id: string) {
  return useQuery<Evaluation, ProblemError>({
    queryKey: ['evaluation', botId, id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chatbots/{botId}/evaluations/runs/{id}', { params: { path: { botId, id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? LOOK_AGAIN : false),
  })
}

/** @param done how many there are: with each one they are read anew */
export function useEvaluationResults(botId: string, id: string, done: number) {
  return useQuery<EvaluationResult[], ProblemError>({
    queryKey: ['evaluation-results', botId, id, done],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/chatbots/{botId}/evaluations/runs/{id}/results', {
            params: { path: { botId, id }, query: { limit: ALL_RESULTS } },
            signal,
          }),
        )
      ).items,
    enabled: done > 0,
    placeholderData: (before) => before,
  })
}

export function useComparison(botId: string, id: string, baseId: string) {
  return useQuery<EvaluationComparison, ProblemError>({
    queryKey: ['evaluation-comparison', botId, id, baseId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/chatbots/{botId}/evaluations/runs/{id}/comparison/{baseId}', {
          params: { path: { botId, id, baseId } },
          signal,
        }),
      ),
  })
}

export function useStartEvaluation(botId: string) {
  const queryClient = useQueryClient()
  const once = useOnce()
  return useMutation<Evaluation, ProblemError, EvaluationStart>({
    mutationFn: (body) =>
      once(body, (keyed) =>
        unwrap(api.POST('/api/chatbots/{botId}/evaluations/runs', { params: { path: { botId } }, body, ...keyed })),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['evaluations', botId] }),
  })
}

export function useCancelEvaluation(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<Evaluation, ProblemError, string>({
    mutationFn: (id) =>
      unwrap(api.POST('/api/chatbots/{botId}/evaluations/runs/{id}/cancel', { params: { path: { botId, id } } })),
    onSuccess: (run) => {
      queryClient.setQueryData(['evaluation', botId, run.id], run)
      return queryClient.invalidateQueries({ queryKey: ['evaluations', botId] })
    },
  })
}

export function useDeleteEvaluation(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) =>
      unwrap(api.DELETE('/api/chatbots/{botId}/evaluations/runs/{id}', { params: { path: { botId, id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['evaluations', botId] }),
  })
}
