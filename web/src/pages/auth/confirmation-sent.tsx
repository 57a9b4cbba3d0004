import { useMutation } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import { LocalMailboxHint } from '@/components/local-mailbox-hint'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { AuthLayout } from './auth-layout'

interface ConfirmationSentProps {
  email: string
  onOther: () => void
}

/** After a sign-up that waits for its confirmation. Says the same for an address that has an account already. */
export function ConfirmationSent({ email, onOther }: ConfirmationSentProps) {
  const [search] = useSearchParams()
  const signIn = new URLSearchParams(search)
  signIn.set('email', email)
  const resend = useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/auth/resend-verification', { body: { email } })),
  })
  return (
    <AuthLayout
      title="Look into your mail"
      intro={`An e-mail to ${email} is on its way. Its link opens your account, and is good for a day.`}
    >
      <title>Sign up · ChatForge</title>
      <p className="mt-6 text-sm text-ink-muted">
        Nothing there after some minutes? Look among the spam,{' '}
        <Button variant="link" size="sm" busy={resend.isPending} onClick={() => resend.mutate()}>
          send it again
        </Button>{' '}
        or{' '}
        <Button variant="link" size="sm" onClick={onOther}>
          try another address
        </Button>
        . <LocalMailboxHint />
      </p>
      <div role="status" className="mt-4 text-sm">
        {resend.isSuccess && 'It is on its way once more. Only the newest link works.'}
      </div>
      {resend.error && <ProblemNotice error={resend.error} className="mt-4" />}
      <p className="mt-8 text-ink-muted">
        Followed the link?{' '}
        <Button variant="link" asChild>
          <Link to={{ pathname: '/sign-in', search: signIn.toString() }}>Sign in</Link>
        </Button>
      </p>
    </AuthLayout>
  )
}
