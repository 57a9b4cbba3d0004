import { type FormEvent, useState } from 'react'
import { useAddSource } from '@/api/sources'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { Field, Input } from '@/components/ui/field'
import { newRow, written } from './pairs'
import { PairsEditor } from './pairs-editor'
import { PrivacyField } from './privacy-field'
import { useRows } from './use-rows'

interface PairsDialogProps {
  botId: string
  open: boolean
  onClose: () => void
}

export function PairsDialog({ botId, open, onClose }: PairsDialogProps) {
  const [title, setTitle] = useState('')
  const { rows, setRows, faults, send } = useRows(() => [newRow()])
  const [citable, setCitable] = useState(true)
  const add = useAddSource(botId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send((pairs, onError) =>
      add.mutate({ type: 'qa', title: title.trim(), pairs, citable }, { onSuccess: onClose, onError }),
    )
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!add.isSuccess && (title !== '' || written(rows).length > 0)}
      title="Add questions and answers"
      description="For what people ask often, in your own words."
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
