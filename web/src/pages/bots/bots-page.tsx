import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useBots } from '@/api/bots'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { BotCard } from './bot-card'
import { CreateBotDialog } from './create-bot-dialog'
import { EmptyArt } from './empty-art'

const GRID = 'grid gap-4 sm:grid-cols-2 lg:grid-cols-3'

export function BotsPage() {
  const bots = useBots()
  const [creating, setCreating] = useState(false)
  const items = bots.data?.pages.flatMap((page) => page.items) ?? []

  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-8 sm:px-6 sm:py-12">
      <title>Bots · ChatForge</title>
      {(items.length > 0 || !bots.data) && (
        <div className="mb-7 flex flex-wrap items-center justify-between gap-4">
          <h1 className="text-3xl font-bold">Your bots</h1>
          <Button onClick={() => setCreating(true)} disabled={!bots.data}>
            <Plus aria-hidden />
            New bot
          </Button>
        </div>
      )}
      {bots.isPending && (
        <Loading label="Loading your bots" className={GRID}>
          {[1, 2, 3].map((card) => (
            <div key={card} className="rounded-2xl border border-line bg-surface p-5">
              <Skeleton className="size-11 rounded-xl" />
              <Skeleton className="mt-5 h-5 w-2/5" />
              <Skeleton className="mt-3 h-4 w-4/5" />
              <Skeleton className="mt-8 h-4 w-1/3" />
            </div>
          ))}
        </Loading>
      )}
      {bots.isError && <ProblemNotice error={bots.error} onRetry={() => bots.refetch()} />}
      {bots.data && items.length === 0 && (
        <EmptyState
          art={<EmptyArt />}
          titleAs="h1"
          title="Make your first bot"
          action={
            <Button size="lg" onClick={() => setCreating(true)}>
              <Plus aria-hidden />
              New bot
            </Button>
          }
        >
          Give it a name, drop in a manual or a report, and ask. It answers from your documents and shows the passage
          each answer stands on.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul className={GRID}>
          {items.map((bot) => (
            <BotCard key={bot.id} bot={bot} />
          ))}
        </ul>
      )}
      {bots.hasNextPage && (
        <div className="mt-8 text-center">
          <Button variant="secondary" busy={bots.isFetchingNextPage} onClick={() => bots.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      <CreateBotDialog open={creating} onClose={() => setCreating(false)} />
    </div>
  )
}
