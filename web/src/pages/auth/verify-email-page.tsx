import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { EmailVerified } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { AuthLayout } from './auth-layout'

/** Asks for a click, because programs that look through mail open its links, too. */
export function VerifyEmailPage() {
  const [search] = useSearchParams()
  const token = search.get('token') ?? ''
  const queryClient = useQueryClient()
  const verify = useMutation<EmailVerified, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/auth/verify-email', { body: { token } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['me'] }),
  })
  if (token === '' || verify.error?.code === 'invalid_token') {
    return (
      <AuthLayout
        title="This link is used up"
        intro="It works once, and for a day. If your account is open, you can have a new one sent there."
      >
        <title>Confirm address · ChatForge</title>
        <Button asChild size="lg" className="mt-8">
          <Link to="/bots">Go on</Link>
        </Button>
        <p className="mt-8 text-ink-muted">
          No account yet?{' '}
          <Button variant="link" asChild>
            <Link to="/sign-up">Sign up again</Link>
          </Button>
        </p>
      </AuthLayout>
    )
  }
  if (verify.data?.accountOpened) {
    return (
      <AuthLayout title="Your address is confirmed" intro="Your account is open. Sign in with the password you chose.">
        <title>Confirm address · ChatForge</title>
        <Button asChild size="lg" className="mt-8">
          <Link to={`/sign-in?email=${encodeURIComponent(verify.data.email)}`}>Sign in</Link>
        </Button>
      </AuthLayout>
    )
  }
  if (verify.isSuccess) {
    return (
      <AuthLayout title="Your address is confirmed" intro="Thank you. That is all there was to do.">
        <title>Confirm address · ChatForge</title>
        <Button asChild size="lg" className="mt-8">
          <Link to="/bots">To your bots</Link>
        </Button>
      </AuthLayout>
    )
  }
  return (
    <AuthLayout
      title="Confirm your address"
      intro="One click, and we know that our mail reaches you. Only confirm it if it was you who signed up."
    >
      <title>Confirm address · ChatForge</title>
      <div className="mt-8 grid gap-5">
        {verify.error && <ProblemNotice error={verify.error} />}
        <Button size="lg" busy={verify.isPending} onClick={() => verify.mutate()}>
          Confirm
        </Button>
      </div>
    </AuthLayout>
  )
}
