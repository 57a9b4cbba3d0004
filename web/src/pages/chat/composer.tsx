import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'

interface ComposerProps {
  onSend: (text: string) => void
  onStop: () => void
  /** An answer is being written: the button stops it. */
  running: boolean
  waiting: boolean
  tools: ReactNode
}

export function Composer({ onSend, onStop, running, waiting, tools }: ComposerProps) {
  const [text, setText] = useState('')
  const ready = text.trim() !== '' && !running && !waiting
  const send = () => {
    if (ready) {
      onSend(text.trim())
      setText('')
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also confirms a word of an input method; that one must not send.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      send()
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="rounded-2xl border border-line-strong bg-surface p-2 shadow-card transition-colors focus-within:border-accent-ink"
    >
      <label className="block">
        <span className="sr-only">Your question</span>
        <textarea
          value={text}
          rows={1}
          maxLength={32_000}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder="Ask about the sources"
          className="field-sizing-content max-h-48 min-h-10 w-full resize-none bg-transparent px-2.5 py-2 text-base leading-6 outline-none placeholder:text-ink-faint"
        />
      </label>
      <div className="flex items-center gap-2">
        {tools}
        <span className="ml-auto hidden text-xs text-ink-faint sm:inline">Shift + Enter for a new line</span>
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
