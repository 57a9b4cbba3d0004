import { type ReactNode, useState } from 'react'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from './button'
import { Dialog, DialogActions } from './dialog'
import { Field, Input } from './field'

interface ConfirmDialogProps {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  title: string
  description: ReactNode
  confirmLabel: string
  keepLabel?: string
  busy?: boolean
  error?: unknown
  /** A word that has to be typed before the button works, for what cannot be undone. */
  typed?: string
  /** What else has to be given. */
  children?: ReactNode
}

export function ConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  description,
  confirmLabel,
  keepLabel = 'Keep it',
  busy,
  error,
  typed,
  children,
}: ConfirmDialogProps) {
  const [text, setText] = useState('')
  const close = () => {
    setText('')
    onClose()
  }
  return (
    <Dialog open={open} onClose={close} title={title} description={description}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          onConfirm()
        }}
      >
        {typed !== undefined && (
          <Field label={<>Type “{typed}” to confirm</>} className="mt-5">
            <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
          </Field>
        )}
        {children && <div className="mt-5 grid gap-4">{children}</div>}
        {error !== null && error !== undefined && <ProblemNotice error={error} className="mt-5" />}
        <DialogActions>
          <Button variant="secondary" onClick={close} data-initial-focus>
            {keepLabel}
          </Button>
          <Button
            type="submit"
            variant="danger"
            busy={busy ?? false}
            disabled={typed !== undefined && text.trim() !== typed}
          >
            {confirmLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
