import { type FormEvent, useState } from 'react'
import { usePairs, useReplace } from '@/api/sources'
import type { QuestionAndAnswer, Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { type Faults, faultsOf, missing, newRow, pairsOf, type Row, written } from './pairs'
import { PairsEditor } from './pairs-editor'

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
      className="sm:w-[min(42rem,calc(100vw-2rem))]"
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
  const [rows, setRows] = useState<Row[]>(() => before.map(newRow))
  const [faults, setFaults] = useState<Faults>({})
  const replace = useReplace(source)
  const change = (changed: Row[]) => {
    setRows(changed)
    onChange(changed)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const sent = written(rows)
    const gaps = missing(rows)
    setFaults(gaps)
    if (Object.keys(gaps).length === 0) {
      replace.mutate(
        { pairs: pairsOf(sent), version },
        { onSuccess: onSaved, onError: (error) => setFaults(faultsOf(error, sent)) },
      )
    }
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
