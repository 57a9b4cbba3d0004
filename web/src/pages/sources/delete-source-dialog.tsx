import { useDeleteSource } from '@/api/sources'
import type { Source } from '@/api/types'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'

interface DeleteSourceDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

export function DeleteSourceDialog({ source, open, onClose }: DeleteSourceDialogProps) {
  const remove = useDeleteSource(source.chatbotId)
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Delete this source?"
      description={
        <>
          <span className="break-words">“{source.title}”</span> and everything the bot learned from it are removed.
          Answers already given keep their text, but their citations no longer open.
        </>
      }
      confirmLabel="Delete source"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(source.id, {
          onSuccess: () => {
            onClose()
            toast('Source deleted', source.title)
          },
        })
      }
    />
  )
}
