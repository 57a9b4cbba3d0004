import { type FormEvent, useState } from 'react'
import type { EvaluationQuestion, Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { Dialog } from '@/components/ui/dialog'
import { Field, Textarea } from '@/components/ui/field'
import { questionsOf } from './question-csv'

const SHOWN_FAULTS = 5

interface ImportDialogProps {
  open: boolean
  sources: Source[]
  onClose: () => void
  onImport: (questions: EvaluationQuestion[]) => void
}

export function ImportDialog({ open, sources, onClose, onImport }: ImportDialogProps) {
  const [text, setText] = useState('')
  const [faults, setFaults] = useState<string[]>([])
  const close = () => {
    setText('')
    setFaults([])
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = questionsOf(text, sources)
    setFaults(read.faults)
    if (read.faults.length === 0) {
      onImport(read.questions)
      close()
    }
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Import questions"
      description="A table as spreadsheets export it. Its first line names the columns: question and source, and where you want phrase, section, page, answer. A source is named by its title or file name; lines with the same question are places of one."
      className="sm:w-[min(42rem,calc(100vw-2rem))]"
    >
      <form onSubmit={submit} className="mt-6 grid gap-5">
        <label className="grid gap-1.5">
          <span className="text-sm font-semibold">CSV file</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            className="text-sm"
            onChange={async ({ target }) => setText((await target.files?.[0]?.text()) ?? '')}
          />
        </label>
        <Field label="Or paste it here">
          <Textarea
            required
            rows={7}
            className="max-h-[40dvh] min-h-40 font-mono text-sm"
            placeholder={'question,source,phrase\nWhen are you open on Saturdays?,Opening hours,opens at ten'}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </Field>
        {faults.length > 0 && (
          <div role="alert" className="rounded-xl bg-danger-soft p-4 text-sm">
            <p className="font-semibold">Nothing was imported yet</p>
            <ul className="mt-1 list-disc pl-5">
              {faults.slice(0, SHOWN_FAULTS).map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
            {faults.length > SHOWN_FAULTS && <p className="mt-1">And {faults.length - SHOWN_FAULTS} more.</p>}
          </div>
        )}
        <FormActions onCancel={close} disabled={text.trim() === ''}>
          Import
        </FormActions>
      </form>
    </Dialog>
  )
}
