import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useLeaveBot } from '@/api/team'
import type { Bot } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'

export function LeaveBot({ bot, me }: { bot: Bot; me: string }) {
  const navigate = useNavigate()
  const leave = useLeaveBot(bot.id)
  const [asking, setAsking] = useState(false)
  return (
    <section
      aria-labelledby="leave"
      className="mt-4 flex flex-wrap items-center justify-between gap-4 rounded-2xl border border-line p-5"
    >
      <div>
        <h2 id="leave" className="text-lg font-semibold">
          Leave this bot
        </h2>
        <p className="mt-0.5 text-sm text-ink-muted">Only its owner can invite you back.</p>
      </div>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        Leave
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Leave ${bot.name}?`}
        description="You cannot open it or your conversations with it any more, unless its owner invites you again."
        confirmLabel="Leave"
        keepLabel="Stay"
        busy={leave.isPending}
        error={leave.error}
        onConfirm={() =>
          leave.mutate(me, {
            onSuccess: () => {
              navigate('/bots', { replace: true })
              toast('You left', bot.name)
            },
          })
        }
      />
    </section>
  )
}
