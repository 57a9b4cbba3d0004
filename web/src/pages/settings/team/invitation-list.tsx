import { Mail } from 'lucide-react'
import { useState } from 'react'
import { useInvite, useWithdraw } from '@/api/team'
import type { Invitation } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import { ago } from '@/lib/format'
import { ROLE_NAMES } from '@/lib/roles'
import { useFocusAfter } from '@/lib/use-focus-after'
import { LimitNotice } from '../limit-notice'

export function InvitationList({ botId, invitations }: { botId: string; invitations: Invitation[] }) {
  const withdraw = useWithdraw(botId)
  const invite = useInvite(botId)
  const [asked, setAsked] = useState<Invitation>()
  const place = useFocusAfter<HTMLDivElement>(asked !== undefined)
  const close = () => {
    setAsked(undefined)
    withdraw.reset()
  }
  return (
    <div ref={place} tabIndex={-1} className="grid gap-4 rounded-lg outline-none">
      {invite.error && <LimitNotice error={invite.error} />}
      <ul aria-label="Invitations" className="divide-y divide-line">
        {invitations.map((invitation) => {
          const expired = Date.parse(invitation.expiresAt) <= Date.now()
          return (
            <li
              key={invitation.email}
              className="flex flex-wrap items-center gap-x-4 gap-y-2.5 py-3.5 first:pt-0 last:pb-0"
            >
              <span aria-hidden className="grid size-10 shrink-0 place-items-center rounded-full bg-ink/6">
                <Mail className="size-4.5 text-ink-faint" />
              </span>
              <div className="min-w-0 grow basis-40">
                <p className="font-semibold wrap-anywhere">{invitation.email}</p>
                <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
                  {ROLE_NAMES[invitation.role]}
                  <span aria-hidden>·</span>
                  {expired ? <Badge tone="warn">Expired</Badge> : <>Expires {ago(invitation.expiresAt)}</>}
                </p>
              </div>
              <div className="flex gap-1.5 max-sm:ml-14">
                <Button
                  variant="secondary"
                  size="sm"
                  aria-label={`${expired ? 'Invite again' : 'Send again'}: ${invitation.email}`}
                  busy={invite.isPending && invite.variables.email === invitation.email}
                  disabled={invite.isPending}
                  onClick={() =>
                    invite.mutate(
                      { email: invitation.email, role: invitation.role },
                      { onSuccess: () => toast('Invitation sent again', 'The earlier link is dead now.') },
                    )
                  }
                >
                  {expired ? 'Invite again' : 'Send again'}
                </Button>
                <Button
                  variant="ghost"
                  size="sm"
                  aria-label={`Withdraw the invitation of ${invitation.email}`}
                  onClick={() => setAsked(invitation)}
                >
                  Withdraw
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
      <ConfirmDialog
        open={asked !== undefined}
        onClose={close}
        title="Withdraw this invitation?"
        description={`The link in the e-mail to ${asked?.email} is dead then.`}
        confirmLabel="Withdraw"
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() =>
          asked &&
          withdraw.mutate(asked.id, {
            onSuccess: () => {
              close()
              toast('Invitation withdrawn', asked.email)
            },
          })
        }
      />
    </div>
  )
}
