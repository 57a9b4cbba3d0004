import { useMutation } from '@tanstack/react-query'
import { MailCheck } from 'lucide-react'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { User } from '@/api/types'
import { LocalMailboxHint } from '@/components/local-mailbox-hint'
import { Button } from '@/components/ui/button'
import { toastProblem } from '@/components/ui/toast'

/** Until the address is confirmed; a lost password could not be replaced without it. */
export function UnverifiedNotice({ user }: { user: User }) {
  const resend = useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/auth/resend-verification', { body: {} })),
    onError: toastProblem,
  })
  if (user.emailVerified) {
    return null
  }
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-raised px-4 py-2 text-sm sm:justify-center"
    >
      <MailCheck aria-hidden className="size-4 text-accent-ink max-sm:hidden" />
      {resend.isSuccess ? (
        <span>A new link is on its way to {user.email}.</span>
      ) : (
        <>
          <span>
            Confirm your address: we sent a link to <strong className="font-semibold break-all">{user.email}</strong>.
          </span>
          <Button variant="link" size="sm" busy={resend.isPending} onClick={() => resend.mutate()}>
            Send it again
          </Button>
        </>
      )}
      <LocalMailboxHint />
    </div>
  )
}
