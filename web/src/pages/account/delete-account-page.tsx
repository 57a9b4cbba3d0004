import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { forgetAccount } from '@/lib/forget'
import { AuthLayout } from '@/pages/auth/auth-layout'

/** Where the link of the e-mail leads. Asks for a click, because programs that look through mail open its links, too. */
export function DeleteAccountPage() {
  const [search] = useSearchParams()
  const token = search.get('token') ?? ''
  const queryClient = useQueryClient()
  const remove = useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/auth/confirm-deletion', { body: { token } })),
    onSuccess: () => {
      queryClient.clear()
      forgetAccount()
    },
  })
  if (token === '' || remove.error?.code === 'invalid_token') {
    return (
      <AuthLayout
        title="This link is used up"
        intro="It works once, and for an hour. On your account page you can have a new one sent."
      >
        <title>Delete account · ChatForge</title>
        <Button asChild size="lg" className="mt-8">
          <Link to="/account">To your account</Link>
        </Button>
      </AuthLayout>
    )
  }
  if (remove.isSuccess) {
    return (
      <AuthLayout
        title="Your account is deleted"
        intro="What it held is being erased now. Thank you for having been here."
      >
        <title>Delete account · ChatForge</title>
      </AuthLayout>
    )
  }
  return (
    <AuthLayout
      title="Delete your account?"
      intro="Your bots, sources, files, conversations and your profile are erased for good. This cannot be undone."
    >
      <title>Delete account · ChatForge</title>
      <div className="mt-8 grid gap-5">
        {remove.error && <ProblemNotice error={remove.error} />}
        <Button size="lg" variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
          Delete account
        </Button>
        <Button size="lg" variant="secondary" asChild>
          <Link to="/bots">Keep my account</Link>
        </Button>
      </div>
    </AuthLayout>
  )
}
