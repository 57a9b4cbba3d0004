import { Ellipsis, PencilLine, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useDeleteConversation, useRenameConversation } from '@/api/conversations'
import type { Conversation } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Menu, MenuItem } from '@/components/ui/menu'
import { cn } from '@/lib/cn'

interface ConversationItemProps {
  conversation: Conversation
  botId: string
  current: boolean
  onOpen: (() => void) | undefined
}

export function ConversationItem({ conversation, botId, current, onOpen }: ConversationItemProps) {
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'rename' | 'delete'>()
  const remove = useDeleteConversation(botId)
  const title = conversation.title || 'Untitled'
  const close = () => setDialog(undefined)

  return (
    <li className={cn('group relative rounded-lg', current ? 'bg-accent-soft' : 'hover:bg-ink/5')}>
      <Link
        to={`/bots/${botId}/chat/${conversation.id}`}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
        className="block truncate rounded-lg py-2 pr-9 pl-2.5 text-sm font-medium"
      >
        {title}
      </Link>
      {onOpen === undefined && (
        <div className="absolute inset-y-0 right-1 flex items-center opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100">
          <Menu
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
            <MenuItem onSelect={() => setDialog('rename')}>
              <PencilLine aria-hidden />
              Rename
            </MenuItem>
            <MenuItem danger onSelect={() => setDialog('delete')}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          </Menu>
        </div>
      )}
      <RenameDialog conversation={conversation} botId={botId} open={dialog === 'rename'} onClose={close} />
      <ConfirmDialog
        open={dialog === 'delete'}
        onClose={close}
        title="Delete this conversation?"
        description={<>“{title}” and all its messages are removed for good.</>}
        confirmLabel="Delete conversation"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(conversation.id, {
            onSuccess: () => (current ? navigate(`/bots/${botId}/chat`, { replace: true }) : close()),
          })
        }
      />
    </li>
  )
}

interface RenameDialogProps {
  conversation: Conversation
  botId: string
  open: boolean
  onClose: () => void
}

function RenameDialog({ conversation, botId, open, onClose }: RenameDialogProps) {
  const [title, setTitle] = useState(conversation.title)
  const rename = useRenameConversation(botId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate({ id: conversation.id, title: title.trim() }, { onSuccess: onClose })
  }
  return (
    <Dialog open={open} onClose={onClose} title="Rename conversation">
      <form onSubmit={submit} className="mt-5 grid gap-5">
        <Field label="Title" error={rename.error?.fields.title}>
          <Input required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        {rename.error && <ProblemNotice error={rename.error} />}
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={rename.isPending} disabled={title.trim() === ''}>
            Rename
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
