import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { api, unwrap } from '@/api/client'
import { useAcceptInvitation } from '@/api/invitations'
import type { ProblemError } from '@/api/problem'
import { useMe } from '@/app/me'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { forgetInvitation } from './use-invitation-token'

const NEXT = encodeURIComponent('/invitation')

/** What can be done about an invitation: that depends on who is signed in. */
export function Answer({ token, email }: { token: string; email: string }) {
  const me = useMe()
  if (me.error?.status === 401) {
    return <SignedOut email={email} />
  }
  if (me.isError) {
    return <ProblemNotice error={me.error} onRetry={() => me.refetch()} className="mt-8" />
  }
  if (!me.data) {
    return (
      <Loading label="Loading" className="mt-8">
        <Skeleton className="h-12" />
      </Loading>
    )
  }
  return me.data.email.trim().toLowerCase() === email.trim().toLowerCase() ? (
    <Accept token={token} />
  ) : (
    <SomebodyElse me={me.data.email} email={email} />
  )
}

function Accept({ token }: { token: string }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const accept = useAcceptInvitation()
  const submit = () =>
    accept.mutate(token, {
      onSuccess: ({ botId }) => {
        forgetInvitation()
        navigate(`/bots/${botId}`, { replace: true })
      },
      onError: ({ code }) => {
        if (code === 'invalid_token') {
          // Withdrawn while it was being looked at: asked again, the page says so.
          void queryClient.invalidateQueries({ queryKey: ['invitation', token] })
        }
      },
    })
  return (
    <div className="mt-8 grid gap-4">
      {accept.error && <ProblemNotice error={accept.error} />}
      <Button size="lg" busy={accept.isPending} onClick={submit}>
        Accept
      </Button>
      <Button variant="secondary" size="lg" asChild>
        <Link to="/bots">Not now</Link>
      </Button>
    </div>
  )
}

function SignedOut({ email }: { email: string }) {
  return (
    <div className="mt-8 grid gap-4">
      <p className="text-ink-muted">To accept it, sign in with the account of this address, or open one.</p>
      <Button size="lg" asChild>
        <Link to={`/sign-up?next=${NEXT}&email=${encodeURIComponent(email)}`}>Create an account</Link>
      </Button>
      <Button variant="secondary" size="lg" asChild>
        <Link to={`/sign-in?next=${NEXT}`}>Sign in</Link>
      </Button>
    </div>
  )
}

function SomebodyElse({ me, email }: { me: string; email: string }) {
  const queryClient = useQueryClient()
  const signOut = useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/auth/signout')),
    // Nothing of the former account stays; what this page shows is asked for again, and says "signed out".
    onSuccess: () => queryClient.resetQueries(),
  })
  return (
    <div className="mt-8 grid gap-4">
      <p role="status" className="rounded-xl bg-warn-soft px-4 py-3 text-sm">
        You are signed in as <strong className="font-semibold wrap-anywhere">{me}</strong>, but the invitation is for{' '}
        <strong className="font-semibold wrap-anywhere">{email}</strong>. Sign out and go on with that account, or ask
        for an invitation to yours.
      </p>
      {signOut.error && <ProblemNotice error={signOut.error} />}
      <Button size="lg" busy={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out and go on
      </Button>
      <Button variant="secondary" size="lg" asChild>
        <Link to="/bots">Stay signed in</Link>
      </Button>
    </div>
  )
}
