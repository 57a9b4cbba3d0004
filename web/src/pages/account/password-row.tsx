import { useMutation } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import { useProfile } from '@/app/me'
import { LocalMailboxHint } from '@/components/local-mailbox-hint'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'

/** A password is chosen by a link in an e-mail only: whoever finds this page open cannot take the account over. */
export function PasswordRow({ isSet }: { isSet: boolean }) {
  const email = useProfile().data?.email
  const send = useMutation<unknown, ProblemError, string>({
    mutationFn: (address) => unwrap(api.POST('/api/auth/forgot-password', { body: { email: address } })),
  })
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 py-3 first:pt-0">
      <div className="flex items-center gap-4">
        <div className="min-w-0 grow">
          <p className="font-semibold">Password</p>
          <p className="text-sm text-ink-muted">{isSet ? 'Set' : 'None'}</p>
        </div>
        {email && !send.isSuccess && (
          <Button
            variant="secondary"
            size="sm"
            aria-label={isSet ? 'Change password' : 'Choose a password'}
            busy={send.isPending}
            onClick={() => send.mutate(email)}
          >
            {isSet ? 'Change' : 'Choose'}
          </Button>
        )}
      </div>
      {send.isSuccess && (
        <p role="status" className="rounded-xl bg-raised p-4 text-sm wrap-anywhere">
          A link to choose a new one is on its way to {email}. It is good for an hour. <LocalMailboxHint />
        </p>
      )}
      {send.error && <ProblemNotice error={send.error} />}
    </li>
  )
}
