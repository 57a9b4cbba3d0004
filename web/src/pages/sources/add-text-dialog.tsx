import { type FormEvent, useState } from 'react'
import { useAddText } from '@/api/sources'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'

interface AddTextDialogProps {
  botId: string
  open: boolean
  onClose: () => void
}

export function AddTextDialog({ botId, open, onClose }: AddTextDialogProps) {
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const add = useAddText(botId)
  const fields = add.error?.fields ?? {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(
      { title: title.trim(), text },
      {
        onSuccess: () => {
          setTitle('')
          setText('')
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Paste text"
      description="For what is not in a file: answers you give often, opening hours, a policy."
      className="sm:w-[min(42rem,calc(100vw-2rem))]"
    >
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
        <Field
          label="Text"
          error={fields.text}
          aside={<span className="text-sm text-ink-faint tabular-nums">{text.length.toLocaleString()} characters</span>}
        >
          <Textarea
            required
            rows={9}
            className="max-h-[45dvh] min-h-52"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {add.error && <ProblemNotice error={add.error} />}
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={add.isPending} disabled={title.trim() === '' || text.trim() === ''}>
            Add text
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
