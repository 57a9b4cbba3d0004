import { type ComponentProps, type ReactNode, useState } from 'react'
import { UnsavedGuard } from '@/pages/settings/unsaved-guard'
import { ConfirmDialog } from './ui/confirm-dialog'
import { Dialog } from './ui/dialog'

interface FormDialogProps extends Omit<ComponentProps<typeof Dialog>, 'children' | 'className'> {
  /** Whether something would be lost: then closing it, or leaving the page, asks first. */
  dirty: boolean
  /** Gets what its button for leaving has to do. */
  children: (leave: () => void) => ReactNode
}

/** A dialog to write something in, which is not lost by a stray click or key. */
export function FormDialog({ open, onClose, dirty, children, ...dialog }: FormDialogProps) {
  const [asking, setAsking] = useState(false)
  const leave = () => (dirty ? setAsking(true) : onClose())
  return (
    <>
      <Dialog open={open} onClose={leave} className="sm:w-[min(42rem,calc(100vw-2rem))]" {...dialog}>
        {children(leave)}
      </Dialog>
      <ConfirmDialog
        open={open && asking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          onClose()
        }}
        title="Throw away what you typed?"
        description="It has not been saved yet."
        confirmLabel="Throw it away"
        keepLabel="Keep writing"
      />
      {open && dirty && (
        <UnsavedGuard title="Leave and lose what you typed?" description="It has not been saved yet." />
      )}
    </>
  )
}
