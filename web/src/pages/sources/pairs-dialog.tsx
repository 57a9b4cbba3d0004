import { type FormEvent, useState } from 'react'
import { useAddSource } from '@/api/sources'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { Field, Input } from '@/components/ui/field'
import { type Faults, faultsOf, missing, newRow, pairsOf, type Row, written } from './pairs'
import { PairsEditor } from './pairs-editor'
import { PrivacyField } from './privacy-field'

interface PairsDialogProps {
  botId: string
  open: boolean
  onClose: () => void
}

export function PairsDialog({ botId, open, onClose }: PairsDialogProps) {
  const [title, setTitle] = useState('')
  const [rows, setRows] = useState<Row[]>(() => [newRow()])
  const [citable, setCitable] = useState(true)
  const [faults, setFaults] = useState<Faults>({})
  const add = useAddSource(botId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const sent = written(rows)
    const gaps = missing(rows)
    setFaults(gaps)
    if (Object.keys(gaps).length === 0) {
      add.mutate(
        { type: 'qa', title: title.trim(), pairs: pairsOf(sent), citable },
        { onSuccess: onClose, onError: (error) => setFaults(faultsOf(error, sent)) },
      )
    }
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!add.isSuccess && (title !== '' || written(rows).length > 0)}
      title="Add questions and answers"
      description="For what people ask often, in your own words."
      className="sm:w-[min(42rem,calc(100vw-2rem))]"
    >
      {(leave) => (
        <form onSubmit={submit} className="mt-6 grid gap-5">
          <Field label="Title" error={add.error?.fields.title}>
            <Input
              required
              maxLength={200}
              placeholder="Shipping and returns"
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
          <PairsEditor rows={rows} onChange={setRows} faults={faults} />
          <PrivacyField citable={citable} onChange={setCitable} />
          <FormProblem error={add.error} fields={Object.keys(faults).length > 0 ? ['title', 'pairs'] : ['title']} />
          <FormActions
            onCancel={leave}
            busy={add.isPending}
            disabled={title.trim() === '' || written(rows).length === 0}
          >
            Add questions
          </FormActions>
        </form>
      )}
    </FormDialog>
  )
}
