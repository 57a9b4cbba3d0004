import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useDeleteBot } from '@/api/bots'
import type { Bot } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'

export function DangerZone({ bot }: { bot: Bot }) {
  const navigate = useNavigate()
  const remove = useDeleteBot(bot.id)
  const [asking, setAsking] = useState(false)
  return (
    <section
      aria-labelledby="danger"
      className="mt-4 flex flex-wrap items-center justify-between gap-4 rounded-2xl border border-danger/35 p-5"
    >
      <div>
        <h2 id="danger" className="text-lg font-semibold">
          Delete this bot
        </h2>
        <p className="mt-0.5 text-sm text-ink-muted">
          Its sources and conversations go with it. This cannot be undone.
        </p>
      </div>
      <Button
        variant="secondary"
        className="border-danger/50 text-danger hover:border-danger"
        onClick={() => setAsking(true)}
      >
        Delete bot
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${bot.name}?`}
        description="All its sources, what it learned, and all conversations are removed for good."
        confirmLabel="Delete bot"
        typed={bot.name.trim()}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              navigate('/bots', { replace: true })
              toast('Bot deleted', bot.name)
            },
          })
        }
      />
    </section>
  )
}
