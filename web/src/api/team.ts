import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { TeammateRole } from '@/lib/roles'
import { api, unwrap, useOnce } from './client'
import type { ProblemError } from './problem'
import type { Invitation, Members, TeammateInvite } from './types'

export function useTeam(botId: string) {
  return useQuery<Members, ProblemError>({
    queryKey: ['team', botId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chatbots/{botId}/teammates', { params: { path: { botId } }, signal })),
  })
}

/** So many invitations were withdrawn: after that, the same one is a new one. */
let withdrawn = 0

/** An invitation to an address that was invited before takes the place of the earlier one. */
export function useInvite(botId: string) {
  const refresh = useRefreshTeam(botId)
  const once = useOnce()
  return useMutation<Invitation, ProblemError, TeammateInvite>({
    mutationFn: (body) =>
      once([body, withdrawn], (keyed) =>
        unwrap(api.POST('/api/chatbots/{botId}/teammates', { params: { path: { botId } }, body, ...keyed })),
      ),
    // Also one whose answer was lost may have been sent.
    onSettled: refresh,
  })
}

export function useChangeRole(botId: string) {
  const refresh = useRefreshTeam(botId)
  return useMutation<unknown, ProblemError, { id: string; role: TeammateRole }>({
    mutationFn: ({ id, role }) =>
      unwrap(api.PATCH('/api/chatbots/{botId}/teammates/{id}', { params: { path: { botId, id } }, body: { role } })),
    // The choice stays open meanwhile: of two in a row, the later one counts.
    scope: { id: `roles of ${botId}` },
    onSettled: refresh,
  })
}

export function useRemoveTeammate(botId: string) {
  const refresh = useRefreshTeam(botId)
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => removeTeammate(botId, id),
    onSuccess: refresh,
  })
}

export function useWithdraw(botId: string) {
  const refresh = useRefreshTeam(botId)
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) =>
      unwrap(api.DELETE('/api/chatbots/{botId}/invitations/{id}', { params: { path: { botId, id } } })),
    onSettled: () => {
      withdrawn++
      return refresh()
    },
  })
}

/** What the browser still has of the bot is not asked for again, as that would be refused. */
export function useLeaveBot(botId: string) {
  const queryClient = useQueryClient()
  return useMutation<unknown, ProblemError, string>({
    mutationFn: (me) => removeTeammate(botId, me),
    onSuccess: () => {
      for (const of of ['bot', 'team', 'status', 'conversations']) {
        void queryClient.invalidateQueries({ queryKey: [of, botId], refetchType: 'none' })
      }
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
}

function removeTeammate(botId: string, id: string) {
  return unwrap(api.DELETE('/api/chatbots/{botId}/teammates/{id}', { params: { path: { botId, id } } }))
}

function useRefreshTeam(botId: string) {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ['team', botId] })
}
