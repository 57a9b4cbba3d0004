import { type FormEvent, useState } from 'react'
import { useChangeSource } from '@/api/sources'
import type { Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { FormProblem } from '@/components/form-problem'
import { Dialog } from '@/components/ui/dialog'
import { dateTime } from '@/lib/format'
import { type Refresh, RefreshField } from './refresh-field'

interface RefreshDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

export function RefreshDialog({ source, open, onClose }: RefreshDialogProps) {
  const [refresh, setRefresh] = useState<Refresh>(source.refresh)
  const change = useChangeSource(source)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ refresh }, { onSuccess: onClose })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="How often to look for changes"
      description={<span className="break-words">{source.title}</span>}
    >
      <form onSubmit={submit} className="mt-6 grid gap-5">
        <RefreshField value={refresh} onChange={setRefresh} error={change.error?.fields.refresh} />
        {source.nextFetchAt && (
          <p className="text-sm text-ink-muted">As it is now, the next time is {dateTime(source.nextFetchAt)}.</p>
        )}
        <FormProblem error={change.error} fields={['refresh']} />
        <FormActions onCancel={onClose} busy={change.isPending}>
          Save
        </FormActions>
      </form>
    </Dialog>
  )
}
