import { ArrowDown } from 'lucide-react'
import { useEffect } from 'react'
import { Link, useNavigate } from 'react-router'
import { MOST_MESSAGES, useConversation } from '@/api/conversations'
import type { ProblemError } from '@/api/problem'
import { type Instead, useChooseAnswer, versionsOf } from '@/api/turns'
import type { Attachment, Citation, Message } from '@/api/types'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toastProblem } from '@/components/ui/toast'
import { ask, askAgain, forgetPending, gotThrough, join, stop, threadKey, usePending, useStarted } from './answers'
import { Composer } from './composer'
import { arrived } from './drafts'
import { AnswerMessage, type OpenedCitation, PendingTurn } from './message-view'
import { useModelChoice } from './model-choice'
import { QuestionMessage } from './question-message'
import { useAnnouncement } from './use-announcement'
import { useStickToEnd } from './use-stick-to-end'
import { Welcome } from './welcome'

interface ThreadProps {
  botId: string
  conversationId: string | undefined
  openCitation: Citation | undefined
  onCitation: (opened: OpenedCitation, opener: HTMLElement) => void
}

export function Thread({ botId, conversationId, openCitation, onCitation }: ThreadProps) {
  const conversation = useConversation(conversationId)
  const thread = threadKey(botId, conversationId)
  const pending = usePending(thread)
  const navigate = useNavigate()
  const choose = useChooseAnswer()
  const [model, modelPicker] = useModelChoice(botId, thread)
  const { scroller, content, atEnd, toEnd } = useStickToEnd(conversationId)
  // It may be gone although it was read before.
  const gone = isGone(conversation.error)
  const messages = gone ? [] : (conversation.data?.messages ?? [])
  const running = messages.find(({ status }) => status === 'streaming')
  const underWay = pending !== undefined && !pending.problem
  const announcement = useAnnouncement(messages, running)

  useEffect(() => {
    // Of a question that is on its way its own sender follows the answer.
    if (running && !underWay) {
      void join(running)
    }
  }, [running, underWay])

  useStarted(thread, (id) => navigate(`/bots/${botId}/chat/${id}`, { replace: true }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: each conversation that is shown has arrived
  useEffect(arrived, [thread])

  const stands = pending !== undefined && gotThrough(pending, messages)
  useEffect(() => {
    if (stands) {
      forgetPending(thread)
    }
  }, [stands, thread])

  // Another question would take the place of one that did not get through, and its words would be lost.
  const held = pending?.problem !== undefined && pending.instead?.kind !== 'answer'
  const busy = running !== undefined || underWay || held
  const last = messages.at(-1)
  // What is on its way takes their place; when it does not get through, they are there again.
  const cut = pending?.problem ? -1 : messages.findIndex(({ id }) => id === pending?.instead?.messageId)
  const shown = cut < 0 ? messages : messages.slice(0, cut)

  const send = (text: string, instead?: Instead, attachments: Attachment[] = []) => {
    void ask({ botId, conversationId, content: text, model, attachments, instead })
    toEnd()
  }
  const retry = (answer: Message) => {
    const question = messages.slice(0, messages.indexOf(answer)).findLast(({ role }) => role === 'user')
    if (question) {
      send(question.content, answer === last ? { messageId: answer.id, kind: 'answer' } : undefined)
    }
  }
  // Of answers in the middle only those that did not end well are asked for again, at the end, where no file goes.
  const retryable = (answer: Message) => {
    const question = messages[messages.indexOf(answer) - 1]
    const bare = !question || question.attachments.length === 0
    return !busy && (answer === last || (answer.status !== 'complete' && bare))
  }

  return (
    <>
      <div ref={scroller} className="quiet-scroll relative min-h-0 grow" tabIndex={-1}>
        <div ref={content} className="mx-auto w-full max-w-3xl px-4 pt-6 pb-8 sm:px-8 sm:pt-10">
          {conversationId === undefined && !pending && <Welcome botId={botId} onAsk={(text) => send(text)} />}
          {conversation.isLoading && <ThreadSkeleton />}
          {conversation.isError && (gone || !conversation.data) && (
            <Unavailable botId={botId} conversation={conversation} />
          )}
          <p role="status" className="sr-only">
            {announcement}
          </p>
          {messages.length >= MOST_MESSAGES && (
            <p className="mb-8 text-center text-sm text-ink-muted">
              Earlier messages are not shown. The conversation’s menu in the list downloads them all.
            </p>
          )}
          <ol className="grid gap-8" aria-label="Messages">
            {shown.map((message) =>
              message.role === 'user' ? (
                <QuestionMessage
                  key={message.id}
                  message={message}
                  later={messages.slice(messages.indexOf(message) + 2).length > 0}
                  onEdit={busy ? undefined : (text) => send(text, { messageId: message.id, kind: 'question' })}
                />
              ) : (
                <AnswerMessage
                  key={message.id}
                  message={message}
                  botId={botId}
                  openCitation={openCitation}
                  onCitation={onCitation}
                  onRetry={retryable(message) ? () => retry(message) : undefined}
                  versions={versionsOf(message, conversation.data?.earlier ?? [])}
                  onVersion={busy ? undefined : (version) => choose.mutate(version, { onError: toastProblem })}
                />
              ),
            )}
            {/* A question that nothing came of can still be read there. */}
            {pending && !(gone && pending.instead) && (
              <PendingTurn
                pending={pending}
                botId={botId}
                onRetry={() => askAgain(thread, model)}
                onDismiss={() => forgetPending(thread)}
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
        {!gone && (
          <Composer
            thread={thread}
            onSend={(text, attachments) => send(text, undefined, attachments)}
            running={running !== undefined}
            waiting={underWay}
            held={held}
            onStop={() => running && stop(running.id).catch(toastProblem)}
            tools={modelPicker}
          />
        )}
      </div>
    </>
  )
}

function isGone(error: ProblemError | null): boolean {
  return error?.status === 404 || error?.status === 400
}

function Unavailable({ botId, conversation }: { botId: string; conversation: ReturnType<typeof useConversation> }) {
  const { error, refetch } = conversation
  return isGone(error) ? (
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
