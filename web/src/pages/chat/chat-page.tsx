import { History, SquarePen } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { useBot } from '@/api/bots'
import { useConversation } from '@/api/conversations'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useMediaQuery } from '@/lib/use-media-query'
import { ConversationList } from './conversation-list'
import { loadAnswerText, type OpenedCitation } from './message-view'
import { Thread } from './thread'

const loadCitationPanel = () => import('./citation-panel')
const CitationPanel = lazy(async () => ({ default: (await loadCitationPanel()).CitationPanel }))

/** The passage beside the conversation. It goes with the conversation, and what opened it has the focus again. */
function useOpenedCitation(conversationId: string | undefined) {
  const [opened, setOpened] = useState<OpenedCitation>()
  const [of, setOf] = useState(conversationId)
  const opener = useRef<HTMLElement>(undefined)
  if (of !== conversationId) {
    setOf(conversationId)
    setOpened(undefined)
  }
  useEffect(() => {
    if (!opened) {
      opener.current?.focus()
      opener.current = undefined
    }
  }, [opened])
  const open = useCallback((citation: OpenedCitation, by: HTMLElement) => {
    opener.current = by
    setOpened(citation)
  }, [])
  return [opened, open, () => setOpened(undefined)] as const
}

export function ChatPage() {
  const { botId = '', conversationId } = useParams()
  const bot = useBot(botId)
  const conversation = useConversation(conversationId)
  const [opened, open, close] = useOpenedCitation(conversationId)
  const [listOpen, setListOpen] = useState(false)
  const wide = useMediaQuery('(min-width: 64rem)')
  // Fetched while the question is typed, so that the first answer is drawn as it should be from its first word.
  useEffect(() => {
    void loadAnswerText()
    void loadCitationPanel()
  }, [])
  const title = conversation.data?.title ?? 'New conversation'

  return (
    <div className="flex min-h-0 grow">
      <title>{`${conversationId ? title : (bot.data?.name ?? 'Chat')} · ChatForge`}</title>
      <aside aria-label="Conversations" className="hidden w-72 shrink-0 flex-col border-r border-line lg:flex">
        <ConversationList botId={botId} currentId={conversationId} />
      </aside>
      <section aria-label="Conversation" className="flex min-w-0 grow flex-col">
        {conversation.data && <h1 className="sr-only">{title}</h1>}
        <div className="flex items-center gap-1 border-b border-line px-2 py-1.5 lg:hidden">
          <Button variant="ghost" size="icon-sm" aria-label="All conversations" onClick={() => setListOpen(true)}>
            <History aria-hidden />
          </Button>
          <p aria-hidden={!!conversation.data} className="min-w-0 grow truncate text-center text-sm font-semibold">
            {title}
          </p>
          <Button variant="ghost" size="icon-sm" aria-label="New conversation" asChild>
            <Link to={`/bots/${botId}/chat`}>
              <SquarePen aria-hidden />
            </Link>
          </Button>
        </div>
        <Thread botId={botId} conversationId={conversationId} openCitation={opened?.citation} onCitation={open} />
      </section>
      {wide && opened && (
        <aside
          aria-label="Cited passage"
          className="flex w-[min(30rem,38vw)] shrink-0 animate-sheet flex-col border-l border-line bg-surface"
        >
          <Suspense>
            <CitationPanel botId={botId} {...opened} onClose={close} />
          </Suspense>
        </aside>
      )}
      <Dialog open={!wide && opened !== undefined} onClose={close} title="Cited passage" shape="sheet" titleHidden>
        {opened && (
          <Suspense>
            <CitationPanel botId={botId} {...opened} onClose={close} />
          </Suspense>
        )}
      </Dialog>
      <Dialog
        open={!wide && listOpen}
        onClose={() => setListOpen(false)}
        title="Conversations"
        shape="sheet"
        titleHidden
      >
        <ConversationList botId={botId} currentId={conversationId} onLeave={() => setListOpen(false)} />
      </Dialog>
    </div>
  )
}
