import { ArrowDown } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useConversation } from '@/api/conversations'
import type { Citation, Message } from '@/api/types'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toastProblem } from '@/components/ui/toast'
import { ask, forgetPending, join, stop, threadKey, usePending } from './answers'
import { Composer } from './composer'
import { AnswerMessage, PendingQuestion, QuestionMessage } from './message-view'
import { useModelChoice } from './model-choice'
import { useAnnouncement } from './use-announcement'
import { useStickToEnd } from './use-stick-to-end'
import { Welcome } from './welcome'

interface ThreadProps {
  botId: string
  conversationId: string | undefined
  openCitation: Citation | undefined
  onCitation: (citation: Citation, answer: string) => void
  onStarted: (conversationId: string) => void
}

export function Thread({ botId, conversationId, openCitation, onCitation, onStarted }: ThreadProps) {
  const conversation = useConversation(conversationId)
  const pending = usePending(threadKey(botId, conversationId))
  const [model, modelPicker] = useModelChoice(botId)
  const { scroller, content, atEnd, toEnd } = useStickToEnd(conversationId)
  const messages = conversation.data?.messages ?? []
  const running = messages.find(({ status }) => status === 'streaming')

  const announcement = useAnnouncement(messages, running)

  useEffect(() => {
    if (running) {
      void join(running)
    }
  }, [running])

  const send = (text: string) => {
    void ask({ botId, conversationId, content: text, model }, onStarted)
    toEnd()
  }
  const retry = (answer: Message) => {
    const question = messages[messages.indexOf(answer) - 1]
    if (question) {
      send(question.content)
    }
  }

  return (
    <>
      <div ref={scroller} className="quiet-scroll relative min-h-0 grow" tabIndex={-1}>
        <div ref={content} className="mx-auto w-full max-w-3xl px-4 pt-6 pb-8 sm:px-8 sm:pt-10">
          {conversationId === undefined && !pending && <Welcome botId={botId} onAsk={send} />}
          {conversation.isLoading && <ThreadSkeleton />}
          {conversation.isError && !conversation.data && <Unavailable botId={botId} conversation={conversation} />}
          <p role="status" className="sr-only">
            {announcement}
          </p>
          <ol className="grid gap-8" aria-label="Messages">
            {messages.map((message) =>
              message.role === 'user' ? (
                <QuestionMessage key={message.id} message={message} />
              ) : (
                <AnswerMessage
                  key={message.id}
                  message={message}
                  botId={botId}
                  openCitation={openCitation}
                  onCitation={onCitation}
                  onRetry={() => retry(message)}
                />
              ),
            )}
            {pending && (
              <PendingQuestion
                pending={pending}
                botId={botId}
                onRetry={() => send(pending.content)}
                onDismiss={() => forgetPending(threadKey(botId, conversationId))}
              />
            )}
          </ol>
        </div>
      </div>
      <div className="relative mx-auto w-full max-w-3xl px-3 pb-3 sm:px-8 sm:pb-5">
        {!atEnd && (
          <Button
            variant="secondary"
            size="icon-sm"
            aria-label="Go to the latest message"
            onClick={toEnd}
            className="absolute -top-11 left-1/2 -translate-x-1/2 animate-fade rounded-full shadow-card"
          >
            <ArrowDown aria-hidden />
          </Button>
        )}
        <Composer
          onSend={send}
          running={running !== undefined}
          waiting={pending !== undefined && !pending.problem}
          onStop={() => running && stop(running.id).catch(toastProblem)}
          tools={modelPicker}
        />
      </div>
    </>
  )
}

function Unavailable({ botId, conversation }: { botId: string; conversation: ReturnType<typeof useConversation> }) {
  const { error, refetch } = conversation
  return error?.status === 404 || error?.status === 400 ? (
    <EmptyState
      title="This conversation is gone"
      action={
        <Button asChild>
          <Link to={`/bots/${botId}/chat`}>New conversation</Link>
        </Button>
      }
    >
      It has been deleted, or it belongs to another account.
    </EmptyState>
  ) : (
    <ProblemNotice error={error} onRetry={() => refetch()} />
  )
}

function ThreadSkeleton() {
  return (
    <Loading label="Loading the conversation" className="grid gap-8">
      <Skeleton className="ml-auto h-11 w-1/2 rounded-2xl" />
      <div className="grid gap-3">
        <Skeleton className="h-4" />
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    </Loading>
  )
}
