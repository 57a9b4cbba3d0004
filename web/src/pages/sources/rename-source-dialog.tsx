import { type FormEvent, useState } from 'react'
import { useChangeSource } from '@/api/sources'
import type { Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { FormProblem } from '@/components/form-problem'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'

interface RenameSourceDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

export function RenameSourceDialog({ source, open, onClose }: RenameSourceDialogProps) {
  const [title, setTitle] = useState(source.title)
  const rename = useChangeSource(source)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate({ title: title.trim() }, { onSuccess: onClose })
  }
  return (
    <Dialog open={open} onClose={onClose} title="Rename source" description="The title is what citations show.">
      <form onSubmit={submit} className="mt-6 grid gap-5">
        <Field label="Title" error={rename.error?.fields.title}>
          <Input required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <FormProblem error={rename.error} fields={['title']} />
        <FormActions onCancel={onClose} busy={rename.isPending} disabled={title.trim() === ''}>
          Rename
        </FormActions>
      </form>
    </Dialog>
  )
}
