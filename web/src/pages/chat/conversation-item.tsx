import { Braces, Ellipsis, FileDown, PencilLine, Trash2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useDeleteConversation } from '@/api/conversations'
import { downloadConversation, type ExportFormat } from '@/api/turns'
import type { Conversation } from '@/api/types'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { toast, toastProblem } from '@/components/ui/toast'
import { cn } from '@/lib/cn'
import { Excerpt } from './excerpt'

const RenameForm = lazy(async () => ({ default: (await import('./rename-form')).RenameForm }))

interface ConversationItemProps {
  conversation: Conversation
  botId: string
  current: boolean
  /** What was searched for, if anything. */
  search: string
  onOpen: (() => void) | undefined
}

export function ConversationItem({ conversation, botId, current, search, onOpen }: ConversationItemProps) {
  const navigate = useNavigate()
  const [renaming, setRenaming] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const remove = useDeleteConversation(botId)
  const link = useRef<HTMLAnchorElement>(null)
  // Known before the next rendering: the menu that closes must not take the focus from the field.
  const keepsFocus = useRef(false)
  const wasRenaming = useRef(false)
  const title = conversation.title || 'Untitled'
  const download = (format: ExportFormat) => downloadConversation(conversation.id, format).catch(toastProblem)

  useEffect(() => {
    if (wasRenaming.current && !renaming) {
      link.current?.focus()
    }
    wasRenaming.current = renaming
  }, [renaming])

  const deleted = () => {
    toast('Conversation deleted', title)
    setDeleting(false)
    if (current) {
      navigate(`/bots/${botId}/chat`, { replace: true })
    }
  }
  return (
    <li className={cn('group relative rounded-lg', current ? 'bg-accent-soft' : 'hover:bg-ink/5')}>
      {renaming ? (
        <Suspense>
          <RenameForm conversation={conversation} botId={botId} onDone={() => setRenaming(false)} />
        </Suspense>
      ) : (
        <Link
          ref={link}
          to={`/bots/${botId}/chat/${conversation.id}`}
          aria-current={current ? 'page' : undefined}
          onClick={onOpen}
          onKeyDown={(event) => event.key === 'F2' && setRenaming(true)}
          className="block rounded-lg py-2 pr-9 pl-2.5 text-sm font-medium"
        >
          <span dir="auto" className="block truncate">
            {title}
          </span>
          {conversation.excerpt && <Excerpt text={conversation.excerpt} search={search} />}
        </Link>
      )}
      <div
        className={cn(
          'absolute top-1 right-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100',
          (onOpen !== undefined || current) && 'opacity-100',
          renaming && 'hidden',
        )}
      >
        <Menu
          onCloseAutoFocus={(event) => {
            if (keepsFocus.current) {
              event.preventDefault()
              keepsFocus.current = false
            }
          }}
          trigger={
            <button
              type="button"
              aria-label={`More for ${title}`}
              className="rounded-md p-1.5 text-ink-muted hover:bg-ink/8 hover:text-ink"
            >
              <Ellipsis aria-hidden className="size-4" />
            </button>
          }
        >
          <MenuItem
            onSelect={() => {
              keepsFocus.current = true
              setRenaming(true)
            }}
          >
            <PencilLine aria-hidden />
            Rename
          </MenuItem>
          <MenuItem onSelect={() => download('markdown')}>
            <FileDown aria-hidden />
            Download as Markdown
          </MenuItem>
          <MenuItem onSelect={() => download('json')}>
            <Braces aria-hidden />
            Download as JSON
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => setDeleting(true)}>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        </Menu>
      </div>
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title="Delete this conversation?"
        description={<>“{title}” and all its messages are removed for good.</>}
        confirmLabel="Delete conversation"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(conversation.id, { onSuccess: deleted })}
      />
    </li>
  )
}
