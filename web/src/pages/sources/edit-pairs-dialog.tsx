import { type FormEvent, useState } from 'react'
import { usePairs, useReplace } from '@/api/sources'
import type { QuestionAndAnswer, Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { newRow, pairsOf, type Row, written } from './pairs'
import { PairsEditor } from './pairs-editor'
import { useRows } from './use-rows'

interface EditPairsDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

export function EditPairsDialog({ source, open, onClose }: EditPairsDialogProps) {
  const before = usePairs(source, open)
  const [changed, setChanged] = useState<Row[]>()
  const [saved, setSaved] = useState(false)
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!saved && changed !== undefined && !isSame(changed, before.data?.pairs)}
      title="Edit questions and answers"
      description={<span className="break-words">{source.title}</span>}
    >
      {(leave) =>
        before.isError ? (
          <ProblemNotice error={before.error} onRetry={() => before.refetch()} className="mt-6" />
        ) : before.isPending ? (
          <Loading label="Loading the questions" className="mt-6 grid gap-4">
            <Skeleton className="h-40" />
            <Skeleton className="h-40" />
          </Loading>
        ) : (
          <PairsForm
            source={source}
            before={before.data.pairs}
            version={before.data.version ?? null}
            onChange={setChanged}
            onCancel={leave}
            onSaved={() => {
              setSaved(true)
              onClose()
            }}
          />
        )
      }
    </FormDialog>
  )
}

interface PairsFormProps {
  source: Source
  before: QuestionAndAnswer[]
  version: string | null
  onChange: (rows: Row[]) => void
  onCancel: () => void
  onSaved: () => void
}

function PairsForm({ source, before, version, onChange, onCancel, onSaved }: PairsFormProps) {
  const { rows, setRows, faults, send } = useRows(() => before.map(newRow))
  const replace = useReplace(source)
  const change = (changed: Row[]) => {
    setRows(changed)
    onChange(changed)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send((pairs, onError) => replace.mutate({ pairs, version }, { onSuccess: onSaved, onError }))
  }
  return (
    <form onSubmit={submit} className="mt-6 grid gap-5">
      <PairsEditor rows={rows} onChange={change} faults={faults} />
      <FormProblem error={replace.error} fields={Object.keys(faults).length > 0 ? ['pairs'] : []} />
      <FormActions
        onCancel={onCancel}
        busy={replace.isPending}
        disabled={written(rows).length === 0 || isSame(rows, before)}
      >
        Save
      </FormActions>
    </form>
  )
}

function isSame(rows: Row[], before: QuestionAndAnswer[] | undefined): boolean {
  return JSON.stringify(pairsOf(written(rows))) === JSON.stringify(before)
}
