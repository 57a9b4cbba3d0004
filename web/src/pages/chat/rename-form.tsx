import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useRenameConversation } from '@/api/conversations'
import type { Conversation } from '@/api/types'

interface RenameFormProps {
  conversation: Conversation
  botId: string
  onDone: () => void
}

/** In the place of the title. Enter and leaving the field keep what is written, Escape does not. */
export function RenameForm({ conversation, botId, onDone }: RenameFormProps) {
  const [title, setTitle] = useState(conversation.title)
  const rename = useRenameConversation(botId)
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  const save = (event?: FormEvent) => {
    event?.preventDefault()
    const wanted = title.trim()
    if (rename.isPending) {
      return
    }
    if (wanted === '' || wanted === conversation.title) {
      onDone()
    } else {
      rename.mutate({ id: conversation.id, title: wanted }, { onSuccess: onDone })
    }
  }
  const fault = rename.error && (rename.error.fields.title ?? rename.error.message)
  return (
    <form onSubmit={save} className="p-1">
      <input
        ref={field}
        aria-label="Title of the conversation"
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${conversation.id}-fault` : undefined}
        maxLength={200}
        value={title}
        disabled={rename.isPending}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={() => fault || save()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            onDone()
          }
        }}
        className="w-full rounded-md border border-line-strong bg-surface px-1.5 py-0.5 text-sm font-medium"
      />
      {fault && (
        <p id={`${conversation.id}-fault`} role="alert" className="px-1.5 pt-1 text-xs text-danger">
          {fault}
        </p>
      )}
    </form>
  )
}
