import { Check, Copy, PencilLine } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Attachment, Message } from '@/api/types'
import { Button } from '@/components/ui/button'
import { isSendingEnter } from '@/lib/sending-enter'
import { useCopy } from '@/lib/use-copy'
import { AttachedFiles } from './attached-files'

interface QuestionMessageProps {
  message: Message
  /** Whether there are turns after its answer. */
  later: boolean
  /** Absent while it cannot be asked otherwise. */
  onEdit: ((content: string) => void) | undefined
}

export function QuestionMessage({ message, later, onEdit }: QuestionMessageProps) {
  const [editing, setEditing] = useState(false)
  const [copied, copy] = useCopy()
  const pencil = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)

  useEffect(() => {
    if (wasEditing.current && !editing) {
      pencil.current?.focus()
    }
    wasEditing.current = editing
  }, [editing])

  if (editing) {
    return (
      <li>
        <EditForm
          content={message.content}
          files={message.attachments}
          later={later}
          onCancel={() => setEditing(false)}
          onSend={
            onEdit &&
            ((content) => {
              setEditing(false)
              onEdit(content)
            })
          }
        />
      </li>
    )
  }
  const action = 'rounded-lg p-2 text-ink-faint transition-colors hover:bg-ink/6 hover:text-ink'
  return (
    <Question>
      <p dir="auto">{message.content}</p>
      <AttachedFiles files={message.attachments} />
      <span className="absolute top-full right-0 flex pt-0.5 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <button
          type="button"
          aria-label={copied ? 'Copied' : 'Copy the question'}
          onClick={() => copy(message.content)}
          className={action}
        >
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
        </button>
        {onEdit && (
          <button
            ref={pencil}
            type="button"
            aria-label="Edit the question"
            onClick={() => setEditing(true)}
            className={action}
          >
            <PencilLine aria-hidden className="size-4" />
          </button>
        )}
      </span>
    </Question>
  )
}

export function Question({ children }: { children: ReactNode }) {
  return (
    <li className="group relative ml-auto max-w-[85%] rounded-2xl rounded-br-md bg-accent-soft px-4 py-2.5 break-words whitespace-pre-wrap">
      <span className="sr-only">You: </span>
      {children}
    </li>
  )
}

interface EditFormProps {
  content: string
  /** They stay with the question. */
  files: Attachment[]
  later: boolean
  onCancel: () => void
  /** Absent while it cannot be asked otherwise. */
  onSend: ((content: string) => void) | undefined
}

function EditForm({ content, files, later, onCancel, onSend }: EditFormProps) {
  const [text, setText] = useState(content)
  const field = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(content.length, content.length)
  }, [content])

  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() !== '') {
      onSend?.(text.trim())
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isSendingEnter(event)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      onCancel()
    }
  }
  return (
    <form
      onSubmit={send}
      className="rounded-2xl border border-line-strong bg-surface p-2 shadow-card focus-within:border-accent-ink"
    >
      <textarea
        ref={field}
        dir="auto"
        aria-label="Edit the question"
        aria-describedby={later ? 'edit-consequence' : undefined}
        value={text}
        rows={1}
        maxLength={32_000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-72 min-h-10 w-full resize-none bg-transparent px-2.5 py-2 text-base leading-6 outline-none"
      />
      <AttachedFiles files={files} className="mt-0 mb-2 px-1" />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {later && (
          <p id="edit-consequence" className="mr-auto px-2.5 text-sm text-ink-muted">
            What came after this question is removed.
          </p>
        )}
        <Button variant="ghost" size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="sm" disabled={!onSend || text.trim() === ''}>
          Send
        </Button>
      </div>
    </form>
  )
}
