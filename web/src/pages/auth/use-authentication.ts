import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearchParams } from 'react-router'
import type { ProblemError } from '@/api/problem'
import type { AuthResult, User } from '@/api/types'
import { forgetAccount } from '@/lib/forget'

/** Signs in by the given call, then goes where the user had been going. */
export function useAuthentication<Input>(call: (input: Input) => Promise<AuthResult>) {
  const goOn = useGoOn()
  return useMutation<AuthResult, ProblemError, Input>({ mutationFn: call, onSuccess: ({ user }) => goOn(user) })
}

/** For who has just been signed in: nothing of anybody else stays. Who only had been signed out finds his drafts again. */
export function useGoOn() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  return (user: User) => {
    if (queryClient.getQueryData<User>(['me'])?.id !== user.id) {
      forgetAccount()
    }
    queryClient.clear()
    queryClient.setQueryData(['me'], user)
    navigate(returnPath(search.get('next')), { replace: true })
  }
}

/** Only a path of this site: anything that a browser could read as another host goes to the bots. */
export function returnPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/bots'
}
