import { type FormEvent, useState } from 'react'
import { useReplace, useTypedText } from '@/api/sources'
import type { Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { TextField } from './text-dialog'

interface EditTextDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

export function EditTextDialog({ source, open, onClose }: EditTextDialogProps) {
  const before = useTypedText(source, open)
  const [typed, setTyped] = useState<string>()
  const replace = useReplace(source)
  const text = typed ?? before.data?.text ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replace.mutate({ text, version: before.data?.version ?? null }, { onSuccess: onClose })
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!replace.isSuccess && typed !== undefined && typed !== before.data?.text}
      title="Change the text"
      description="Until the new words are learned, answers come from those before."
    >
      {(leave) =>
        before.isError ? (
          <ProblemNotice error={before.error} onRetry={() => before.refetch()} className="mt-6" />
        ) : before.isPending ? (
          <Loading label="Loading the text" className="mt-6">
            <Skeleton className="h-52" />
          </Loading>
        ) : (
          <form onSubmit={submit} className="mt-6 grid gap-5">
            <TextField text={text} onChange={setTyped} error={replace.error?.fields.text} />
            <FormProblem error={replace.error} fields={['text']} />
            <FormActions
              onCancel={leave}
              busy={replace.isPending}
              disabled={text.trim() === '' || text === before.data.text}
            >
              Save
            </FormActions>
          </form>
        )
      }
    </FormDialog>
  )
}
