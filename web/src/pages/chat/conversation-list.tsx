import { Search, SquarePen, X } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useConversations } from '@/api/conversations'
import type { Conversation } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { count } from '@/lib/format'
import { useDebounced } from '@/lib/use-debounced'
import { ConversationItem } from './conversation-item'

interface ConversationListProps {
  botId: string
  currentId: string | undefined
  /** Closes the sheet that holds the list on a small screen. */
  onLeave?: () => void
}

export function ConversationList({ botId, currentId, onLeave }: ConversationListProps) {
  const [search, setSearch] = useState('')
  const wanted = useDebounced(search.trim(), 250)
  const conversations = useConversations(botId, wanted)
  const items = conversations.data?.pages.flatMap((page) => page.items) ?? []
  const found = wanted !== '' && conversations.data && !conversations.isPlaceholderData

  return (
    <>
      <div className="grid gap-2.5 p-3">
        <div className="flex gap-2">
          <Button variant="secondary" className="grow" asChild>
            <Link to={`/bots/${botId}/chat`} onClick={onLeave}>
              <SquarePen aria-hidden />
              New conversation
            </Link>
          </Button>
          {onLeave && (
            <Button variant="ghost" size="icon" aria-label="Close" onClick={onLeave}>
              <X aria-hidden />
            </Button>
          )}
        </div>
        <label className="relative block">
          <span className="sr-only">Search conversations</span>
          <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint" />
          <input
            type="search"
            maxLength={200}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder="Search titles and messages"
            className="h-9 w-full rounded-lg bg-ink/5 pr-3 pl-9 text-sm placeholder:text-ink-faint"
          />
        </label>
      </div>
      <p role="status" className="sr-only">
        {found && `${count(items.length, 'conversation')}${conversations.hasNextPage ? ' and more' : ''} found`}
      </p>
      <nav aria-label="Conversations" className="quiet-scroll min-h-0 grow px-3 pb-4">
        {conversations.isPending && (
          <Loading label="Loading conversations" className="grid gap-3 p-2">
            {[80, 60, 70, 50].map((width) => (
              <Skeleton key={width} className="h-4 w-3/4" />
            ))}
          </Loading>
        )}
        {conversations.isError && <ProblemNotice error={conversations.error} onRetry={() => conversations.refetch()} />}
        {conversations.data && items.length === 0 && (
          <p className="px-2.5 py-3 text-sm text-ink-muted">
            {wanted
              ? 'No conversation has all of these words. Try fewer of them.'
              : 'Your conversations with this bot will be listed here.'}
          </p>
        )}
        {byAge(items).map(([heading, group]) => (
          <section key={heading} className="mb-4">
            <h2 className="px-2.5 pb-1 font-sans text-xs font-semibold tracking-normal text-ink-faint">{heading}</h2>
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
              {group.map((conversation) => (
                <ConversationItem
                  key={conversation.id}
                  conversation={conversation}
                  botId={botId}
                  current={conversation.id === currentId}
                  search={wanted}
                  onOpen={onLeave}
                />
              ))}
            </ul>
          </section>
        ))}
        {conversations.hasNextPage && (
          <Button
            variant="ghost"
            size="sm"
            className="w-full"
            busy={conversations.isFetchingNextPage}
            onClick={() => conversations.fetchNextPage()}
          >
            Show older
          </Button>
        )}
      </nav>
    </>
  )
}

function byAge(items: Conversation[]): [string, Conversation[]][] {
  const midnight = new Date().setHours(0, 0, 0, 0)
  const groups = new Map<string, Conversation[]>()
  for (const item of items) {
    const time = Date.parse(item.updatedAt)
    const heading = time >= midnight ? 'Today' : time >= midnight - 6 * 86_400_000 ? 'This week' : 'Earlier'
    groups.set(heading, [...(groups.get(heading) ?? []), item])
  }
  return [...groups]
}
