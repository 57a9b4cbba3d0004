import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Profile, User } from '@/api/types'

export function useMe() {
  return useQuery<User, ProblemError>({
    queryKey: ['me'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/auth/me', { signal })),
    staleTime: 5 * 60_000,
  })
}

/** The name as the user last set it; the account itself keeps the one of the sign-up. */
export function useProfileName(user: User): string {
  const profile = useQuery<Profile, ProblemError>({
    queryKey: ['profile'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/users/me', { signal })),
    staleTime: 5 * 60_000,
  })
  return profile.data?.name ?? user.name
}

export function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/auth/signout')),
    onSettled: () => {
      navigate('/sign-in', { replace: true })
      queryClient.clear()
    },
  })
}
