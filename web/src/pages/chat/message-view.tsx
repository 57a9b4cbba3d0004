import { CircleStop, RotateCw, Unplug } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { ProblemError } from '@/api/problem'
import type { Citation, Message } from '@/api/types'
import { BotGlyph } from '@/components/bot-glyph'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { AnswerActions } from './answer-actions'
import { join, type Pending, useLive } from './answers'
import { AttachedFiles } from './attached-files'
import { CitationList } from './citation-list'
import { Question } from './question-message'

/** Markdown is heavy: it is fetched apart from the page. */
export const loadAnswerText = () => import('./answer-text')

const AnswerText = lazy(async () => ({ default: (await loadAnswerText()).AnswerText }))

export interface OpenedCitation {
  citation: Citation
  answer: string
}

interface AnswerMessageProps {
  message: Message
  botId: string
  openCitation: Citation | undefined
  onCitation: (opened: OpenedCitation, opener: HTMLElement) => void
  /** Absent while it cannot be. */
  onRetry: (() => void) | undefined
  /** All answers to the question, this one among them. */
  versions: Message[]
  onVersion: ((version: Message) => void) | undefined
}

export function AnswerMessage({
  message,
  botId,
  openCitation,
  onCitation,
  onRetry,
  versions,
  onVersion,
}: AnswerMessageProps) {
  const arriving = useLive(message.id)
  // What was lost on the way is whole again when it is read anew.
  const live = message.status === 'streaming' ? arriving : undefined
  const content = live?.content ?? message.content
  const citations = live?.citations ?? message.citations
  const open = (citation: Citation, opener: HTMLElement) => onCitation({ citation, answer: content }, opener)
  const streaming = message.status === 'streaming' && !live?.lost

  return (
    <li className="flex gap-3.5" aria-busy={streaming}>
      <BotGlyph id={botId} className="mt-0.5 size-7 max-sm:hidden" />
      <div className="min-w-0 grow">
        <span className="sr-only">Answer: </span>
        {content && (
          <Suspense fallback={<p className="text-base leading-[1.68] whitespace-pre-wrap">{content}</p>}>
            <AnswerText
              content={content}
              citations={citations}
              streaming={streaming}
              openCitation={openCitation}
              onCitation={open}
            />
          </Suspense>
        )}
        {streaming && !content && <Searching />}
        {live?.reconnecting && content && (
          <Aside icon={<Spinner />}>Connection lost. Picking the answer up again.</Aside>
        )}
        {live?.lost && <ProblemNotice error={live.lost} onRetry={() => join(message)} className="mt-4" />}
        {!streaming && !live?.lost && <Ending message={message} onRetry={onRetry} />}
        {!streaming && content && <CitationList citations={citations} openCitation={openCitation} onCitation={open} />}
        {!streaming && (
          <AnswerActions
            message={message}
            botId={botId}
            content={content}
            citations={citations}
            onRetry={onRetry}
            versions={versions}
            onVersion={onVersion}
          />
        )}
      </div>
    </li>
  )
}

function Searching() {
  return (
    <p className="flex animate-fade items-center gap-2.5 py-0.5 text-ink-muted">
      <span aria-hidden className="relative h-4 w-24 overflow-hidden rounded-xs bg-ink/6">
        <span className="absolute inset-y-0 left-0 w-2/5 animate-stripes bg-mark" />
      </span>
      Looking through the sources
    </p>
  )
}

function Ending({ message, onRetry }: { message: Message; onRetry: (() => void) | undefined }) {
  const retry = onRetry && (
    <Button variant="secondary" size="sm" onClick={onRetry} className="ml-auto">
      <RotateCw aria-hidden />
      Ask again
    </Button>
  )
  switch (message.status) {
    case 'stopped':
      return (
        <Aside icon={<CircleStop aria-hidden />} action={retry}>
          You stopped this answer.
        </Aside>
      )
    case 'interrupted':
      return (
        <Aside icon={<Unplug aria-hidden />} action={retry}>
          This answer was cut off before its end.
        </Aside>
      )
    case 'failed':
      return <ProblemNotice error={failure(message)} onRetry={onRetry} className="mt-4" />
    default:
      return null
  }
}

function failure({ error }: Message): ProblemError {
  return new ProblemError({
    title: 'This answer could not be finished',
    detail: error?.message ?? 'Something went wrong while it was written.',
    ...(error && { code: error.code }),
  })
}

function Aside({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="mt-4 flex animate-fade items-center gap-2.5 rounded-xl bg-ink/4 py-2 pr-2 pl-3.5 text-sm text-ink-muted [&>svg]:size-4 [&>svg]:shrink-0">
      {icon}
      <span className="py-1">{children}</span>
      {action}
    </div>
  )
}

interface PendingTurnProps {
  pending: Pending
  botId: string
  onRetry: () => void
  onDismiss: () => void
}

/** A question on its way; of an answer that is given anew, the question stands there already. */
export function PendingTurn({ pending, botId, onRetry, onDismiss }: PendingTurnProps) {
  const anew = pending.instead?.kind === 'answer'
  return (
    <>
      {!anew && (
        <Question>
          <p dir="auto">{pending.content}</p>
          <AttachedFiles files={pending.attachments} />
        </Question>
      )}
      <li className="flex gap-3.5">
        <BotGlyph id={botId} className="mt-0.5 size-7 max-sm:hidden" />
        <div className="min-w-0 grow">
          {pending.problem ? (
            <ProblemNotice error={pending.problem} onRetry={onRetry}>
              <Button variant="ghost" size="sm" onClick={onDismiss}>
                {anew ? 'Keep the answer' : pending.instead ? 'Keep it as it was' : 'Discard the question'}
              </Button>
            </ProblemNotice>
          ) : (
            <Searching />
          )}
        </div>
      </li>
    </>
  )
}
