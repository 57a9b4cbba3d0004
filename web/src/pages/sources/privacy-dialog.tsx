import { type FormEvent, useState } from 'react'
import { useChangeSource } from '@/api/sources'
import type { Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { ProblemNotice } from '@/components/problem-notice'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import { PrivacyField } from './privacy-field'

interface PrivacyDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

/** To hide something is done at once; to reveal it is asked about. */
export function PrivacyDialog({ source, open, onClose }: PrivacyDialogProps) {
  const [citable, setCitable] = useState(source.citable)
  const [asking, setAsking] = useState(false)
  const change = useChangeSource(source)
  const save = () =>
    change.mutate(
      { citable },
      {
        onSuccess: () => {
          setAsking(false)
          onClose()
          toast(citable ? 'May be cited from the next message on' : 'Learn only from the next message on', source.title)
        },
      },
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (citable === source.citable) {
      onClose()
    } else if (citable) {
      setAsking(true)
    } else {
      save()
    }
  }
  return (
    <>
      <Dialog
        open={open}
        onClose={onClose}
        title="Privacy of this source"
        description={<span className="break-words">{source.title}</span>}
      >
        <form onSubmit={submit} className="mt-6 grid gap-4">
          <PrivacyField citable={citable} onChange={setCitable} />
          <p className="text-sm text-ink-muted">
            A change holds from the next message on. Answers that were given before stay as they are.
          </p>
          {change.error && !asking && <ProblemNotice error={change.error} />}
          <FormActions onCancel={onClose} busy={change.isPending}>
            Save
          </FormActions>
        </form>
      </Dialog>
      <ConfirmDialog
        open={open && asking}
        onClose={() => setAsking(false)}
        onConfirm={save}
        title="Let answers show this source?"
        description={
          <>
            From the next message on answers may quote “{source.title}”, name it and link to it, and viewers of the bot
            see it. What was read then cannot be taken back.
          </>
        }
        confirmLabel="Let it be cited"
        keepLabel="Keep it hidden"
        busy={change.isPending}
        error={change.error}
      />
    </>
  )
}
