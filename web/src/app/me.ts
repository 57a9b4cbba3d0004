import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Profile, User } from '@/api/types'
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
    mutationFn: () => unwrap(api.POST('/api/auth/signout')),
    onSettled: () => {
      navigate('/sign-in', { replace: true })
      queryClient.clear()
      forgetAccount()
    },
  })
}
