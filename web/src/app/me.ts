import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, unwrap } from '@/api/client'
import { asProblem, type ProblemError } from '@/api/problem'
import type { Profile, User } from '@/api/types'
import { toastProblem } from '@/components/ui/toast'
import { forgetAccount } from '@/lib/forget'

export function useMe() {
  return useQuery<User, ProblemError>({
    queryKey: ['me'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/auth/me', { signal })),
    staleTime: 5 * 60_000,
  })
}

export function useProfile() {
  return useQuery<Profile, ProblemError>({
    queryKey: ['profile'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/users/me', { signal })),
    staleTime: 5 * 60_000,
  })
}

export function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    // One that the server does not know any more is signed out already; any other failure leaves the session open.
    mutationFn: () =>
      unwrap(api.POST('/api/auth/signout')).catch((error) => {
        if (asProblem(error).status !== 401) {
          throw error
        }
      }),
    onError: toastProblem,
    onSuccess: () => {
      navigate('/sign-in', { replace: true })
      queryClient.clear()
      forgetAccount()
    },
  })
}
