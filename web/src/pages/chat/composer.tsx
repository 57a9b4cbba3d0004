import { ArrowUp, Square } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import type { Attachment } from '@/api/types'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/cn'
import { isSendingEnter } from '@/lib/sending-enter'
import { useWholePageDrop } from '../sources/file-drop'
import { AttachButton, AttachingFiles } from './attaching-files'
import { changeDraft, useDraft } from './drafts'
import { useAttachments } from './use-attachments'

interface ComposerProps {
  /** The conversation whose draft it shows. */
  thread: string
  onSend: (text: string, attachments: Attachment[]) => void
  onStop: () => void
  /** An answer is being written: the button stops it. */
  running: boolean
  waiting: boolean
  /** A question that did not get through has to be seen to first. */
  held: boolean
  tools: ReactNode
}

export function Composer({ thread, onSend, onStop, running, waiting, held, tools }: ComposerProps) {
  const text = useDraft(thread, 'text')
  const setText = (text: string) => changeDraft(thread, { text })
  const [over, setOver] = useState(false)
  const { add, remove, retry, take, files, tooMany, settled } = useAttachments(thread)
  useWholePageDrop(add, setOver)
  const ready = text.trim() !== '' && settled && !running && !waiting && !held
  const send = () => {
    if (ready) {
      onSend(text.trim(), take())
      setText('')
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isSendingEnter(event)) {
      event.preventDefault()
      send()
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.files
    // Word processors put a picture of the text beside it: the text is meant.
    if (pasted.length > 0 && !event.clipboardData.types.includes('text/plain')) {
      event.preventDefault()
      add(pasted)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className={cn(
        'rounded-2xl border bg-surface p-2 shadow-card transition-colors focus-within:border-accent-ink',
        over ? 'border-dashed border-accent-ink bg-accent-soft' : 'border-line-strong',
      )}
    >
      <AttachingFiles files={files} tooMany={tooMany} onRemove={remove} onRetry={retry} />
      <label className="block">
        <span className="sr-only">Your question</span>
        <textarea
          dir="auto"
          value={text}
          rows={1}
          maxLength={32_000}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          placeholder={over ? 'Let go to attach the files' : 'Ask about the sources'}
          className="field-sizing-content max-h-48 min-h-10 w-full resize-none bg-transparent px-2.5 py-2 text-base leading-6 outline-none placeholder:text-ink-faint"
        />
      </label>
      <div className="flex items-center gap-2">
        <AttachButton onFiles={add} />
        {tools}
        <span className={cn('ml-auto text-xs text-ink-faint', !held && 'hidden sm:inline')}>
          {held ? 'Try your last question again, or discard it' : 'Shift + Enter for a new line'}
        </span>
        {running ? (
          <Button
            size="icon"
            variant="secondary"
            aria-label="Stop the answer"
            onClick={onStop}
            className="rounded-xl max-sm:ml-auto"
          >
            <Square aria-hidden className="size-3.5! fill-current" />
          </Button>
        ) : (
          <Button
            type="submit"
            size="icon"
            aria-label="Send"
            disabled={!ready}
            busy={waiting}
            className="rounded-xl max-sm:ml-auto"
          >
            {!waiting && <ArrowUp aria-hidden />}
          </Button>
        )}
      </div>
    </form>
  )
}
