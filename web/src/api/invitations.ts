import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from './client'
import type { ProblemError } from './problem'
import type { InvitationAccepted, InvitationPreview } from './types'

export function useInvitation(token: string) {
  return useQuery<InvitationPreview, ProblemError>({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => unwrap(api.POST('/api/invitations/preview', { body: { token }, signal })),
    enabled: token !== '',
  })
}

export function useAcceptInvitation() {
  const queryClient = useQueryClient()
  return useMutation<InvitationAccepted, ProblemError, string>({
    mutationFn: (token) => unwrap(api.POST('/api/invitations/accept', { body: { token } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['bots'] })
      void queryClient.invalidateQueries({ queryKey: ['bot'] })
    },
  })
}
