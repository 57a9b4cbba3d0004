import { useEffect } from 'react'
import { Link } from 'react-router'
import { useInvitation } from '@/api/invitations'
import type { InvitationPreview } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { dateTime } from '@/lib/format'
import { ROLE_NAMES } from '@/lib/roles'
import { AuthLayout } from '@/pages/auth/auth-layout'
import { Answer } from './answer'
import { forgetInvitation, useInvitationToken } from './use-invitation-token'

const MEANING = {
  owner: 'it belongs to you.',
  editor: 'you change what it says and what it knows.',
  viewer: 'you talk to it, and see how it is made.',
}

/** Where the link of an invitation's e-mail leads, signed in or not. */
export function InvitationPage() {
  const token = useInvitationToken()
  const invitation = useInvitation(token)
  if (token === '' || invitation.error?.code === 'invalid_token') {
    return <NotValid />
  }
  if (invitation.data) {
    return <Valid token={token} invitation={invitation.data} />
  }
  return (
    <AuthLayout title="An invitation" intro="To use somebody’s bot with them.">
      <title>Invitation · ChatForge</title>
      {invitation.isError ? (
        <ProblemNotice error={invitation.error} onRetry={() => invitation.refetch()} className="mt-8" />
      ) : (
        <Loading label="Loading the invitation" className="mt-8 grid gap-4">
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="h-12" />
        </Loading>
      )}
    </AuthLayout>
  )
}

function Valid({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const { botName, inviterName, email, role, expiresAt } = invitation
  return (
    <AuthLayout
      title={`${inviterName ? `${inviterName} invites you` : 'You are invited'} to “${botName}”`}
      intro={`As ${ROLE_NAMES[role].toLowerCase()}: ${MEANING[role]}`}
    >
      <title>Invitation · ChatForge</title>
      <p className="mt-4 text-sm text-ink-muted">
        For <strong className="font-semibold text-ink wrap-anywhere">{email}</strong>, until {dateTime(expiresAt)}.
      </p>
      <Answer token={token} email={email} />
    </AuthLayout>
  )
}

function NotValid() {
  useEffect(forgetInvitation, [])
  return (
    <AuthLayout
      title="This invitation is not valid any more"
      intro="It was accepted before, has expired after seven days, or was withdrawn."
    >
      <title>Invitation · ChatForge</title>
      <p className="mt-4 text-ink-muted">
        Did you accept it already? Then the bot is among yours. Otherwise ask who invited you for a new one.
      </p>
      <Button asChild size="lg" className="mt-8">
        <Link to="/bots">Go to your bots</Link>
      </Button>
    </AuthLayout>
  )
}
