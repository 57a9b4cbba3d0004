import type { ReactNode } from 'react'
import { Button } from './ui/button'
import { DialogActions } from './ui/dialog'

interface FormActionsProps {
  onCancel: () => void
  busy?: boolean
  disabled?: boolean
  /** What sends the form. */
  children: ReactNode
}

/** The end of a form in a dialog: it is left, or sent. */
export function FormActions({ onCancel, children, ...submit }: FormActionsProps) {
  return (
    <DialogActions>
      <Button variant="secondary" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" {...submit}>
        {children}
      </Button>
    </DialogActions>
  )
}
