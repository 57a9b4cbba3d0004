import { Link, Outlet, useParams } from 'react-router'
import { useBot } from '@/api/bots'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'

/** The frame of all pages of one bot; a bot of someone else looks like one that does not exist. */
export function BotPage() {
  const { botId = '' } = useParams()
  const bot = useBot(botId)

  if (bot.isError && (bot.error.status === 404 || bot.error.status === 400)) {
    return (
      <EmptyState
        titleAs="h1"
        title="There is no such bot"
        action={
          <Button asChild>
            <Link to="/bots">All bots</Link>
          </Button>
        }
      >
        It may have been deleted, it belongs to another account, or you are not in its team any more.
      </EmptyState>
    )
  }
  if (bot.isError && !bot.data) {
    return (
      <div className="mx-auto w-full max-w-2xl p-6">
        <ProblemNotice error={bot.error} onRetry={() => bot.refetch()} />
      </div>
    )
  }
  return <Outlet key={botId} />
}
