import { type FormEvent, useState } from 'react'
import { useAddSource } from '@/api/sources'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { Field, Input, Textarea } from '@/components/ui/field'
import { grouped } from '@/lib/format'
import { PrivacyField } from './privacy-field'

interface TextDialogProps {
  botId: string
  open: boolean
  onClose: () => void
}

export function TextDialog({ botId, open, onClose }: TextDialogProps) {
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [citable, setCitable] = useState(true)
  const add = useAddSource(botId)
  const fields = add.error?.fields ?? {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ type: 'text', title: title.trim(), text, citable }, { onSuccess: onClose })
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!add.isSuccess && (title !== '' || text !== '')}
      title="Add a text"
      description="For what is not in a file: opening hours, a policy, how you do things."
    >
      {(leave) => (
        <form onSubmit={submit} className="mt-6 grid gap-5">
          <Field label="Title" error={fields.title}>
            <Input
              required
              maxLength={200}
              placeholder="Opening hours and holidays"
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
          <TextField text={text} onChange={setText} error={fields.text} />
          <PrivacyField citable={citable} onChange={setCitable} />
          <FormProblem error={add.error} fields={['title', 'text']} />
          <FormActions onCancel={leave} busy={add.isPending} disabled={title.trim() === '' || text.trim() === ''}>
            Add text
          </FormActions>
        </form>
      )}
    </FormDialog>
  )
}

interface TextFieldProps {
  text: string
  onChange: (text: string) => void
  error: string | undefined
}

export function TextField({ text, onChange, error }: TextFieldProps) {
  return (
    <Field
      label="Text"
      error={error}
      aside={<span className="text-sm text-ink-faint tabular-nums">{grouped(text.length)} characters</span>}
    >
      <Textarea
        required
        rows={9}
        className="max-h-[45dvh] min-h-52"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
