import { Check, ChevronLeft, ChevronRight, Copy, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useModels } from '@/api/conversations'
import type { Citation, Message } from '@/api/types'
import { Tooltip } from '@/components/ui/tooltip'
import { count, grouped } from '@/lib/format'
import { useCopy } from '@/lib/use-copy'
import { plainText } from './citation-markers'

interface AnswerActionsProps {
  message: Message
  botId: string
  content: string
  citations: Citation[]
  onRetry: (() => void) | undefined
  versions: Message[]
  onVersion: ((version: Message) => void) | undefined
}

/** What can be done with an answer, and what it took. */
export function AnswerActions({
  message,
  botId,
  content,
  citations,
  onRetry,
  versions,
  onVersion,
}: AnswerActionsProps) {
  const [copied, copy] = useCopy()
  return (
    <div className="mt-2 -ml-2 flex flex-wrap items-center gap-x-0.5 gap-y-1 text-ink-faint">
      {content && (
        <Action label={copied ? 'Copied' : 'Copy the answer'} onPress={() => copy(plainText(content, citations))}>
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
        </Action>
      )}
      {onRetry && content && message.status === 'complete' && (
        <Action label="Answer again" onPress={onRetry}>
          <RotateCw aria-hidden className="size-4" />
        </Action>
      )}
      {versions.length > 1 && <Versions shown={message} all={versions} onChoose={onVersion} />}
      <Cost message={message} botId={botId} />
    </div>
  )
}

function Action({ label, onPress, children }: { label: string; onPress: () => void; children: ReactNode }) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        onClick={onPress}
        aria-label={label}
        className="rounded-lg p-2 transition-colors hover:bg-ink/6 hover:text-ink"
      >
        {children}
      </button>
    </Tooltip>
  )
}

interface VersionsProps {
  shown: Message
  all: Message[]
  onChoose: ((version: Message) => void) | undefined
}

/** The conversation goes on from the one that is shown. */
function Versions({ shown, all, onChoose }: VersionsProps) {
  const at = all.findIndex(({ id }) => id === shown.id)
  const step = (label: string, target: Message | undefined, arrow: ReactNode) => (
    <button
      type="button"
      aria-label={label}
      disabled={!target || !onChoose}
      onClick={() => target && onChoose?.(target)}
      className="rounded-lg p-2 transition-colors hover:bg-ink/6 hover:text-ink disabled:opacity-40"
    >
      {arrow}
    </button>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form field is in it
    <div role="group" aria-label="Answers to this question" className="flex items-center">
      {step('The answer before', all[at - 1], <ChevronLeft aria-hidden className="size-4" />)}
      <span className="text-xs tabular-nums">
        <span className="sr-only">Answer </span>
        {at + 1}
        <span aria-hidden>/</span>
        <span className="sr-only"> of </span>
        {all.length}
      </span>
      {step('The answer after', all[at + 1], <ChevronRight aria-hidden className="size-4" />)}
    </div>
  )
}

/** Which model it was, where there are several, and the tokens it read and wrote. */
function Cost({ message, botId }: { message: Message; botId: string }) {
  const { model, provider, usage, cached } = message
  const models = useModels(botId).data ?? []
  const named = models.find((one) => one.id === model && one.provider === provider)?.name ?? model
  const tokens = usage ? usage.promptTokens + usage.completionTokens : 0
  const name = models.length > 1 ? named : null
  if (!name && tokens === 0 && !cached) {
    return null
  }
  return (
    <p className="px-2 text-xs tabular-nums">
      {[
        name,
        cached && 'from cache',
        tokens > 0 && `${usage?.reported ? '' : 'about '}${count(tokens, 'token')}`,
        usage?.credits != null && tokens > 0 && count(usage.credits, 'credit'),
      ]
        .filter(Boolean)
        .join(' · ')}
      {usage && tokens > 0 && (
        <span className="sr-only">
          , {grouped(usage.promptTokens)} read and {grouped(usage.completionTokens)} written
        </span>
      )}
    </p>
  )
}
