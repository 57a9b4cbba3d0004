import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useCreateBot } from '@/api/bots'
import { FormActions } from '@/components/form-actions'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'
import { LimitNotice } from '@/pages/settings/limit-notice'

export function CreateBotDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate()
  const create = useCreateBot()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const fields = create.error?.fields ?? {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { name: name.trim(), ...(description.trim() && { description: description.trim() }) },
      { onSuccess: (bot) => navigate(`/bots/${bot.id}/sources`) },
    )
  }

  return (
    <Dialog open={open} onClose={onClose} title="New bot" description="Everything can be changed later.">
      <form onSubmit={submit} className="mt-6 grid gap-5">
        <Field label="Name" error={fields.name}>
          <Input
            required
            maxLength={100}
            placeholder="Service desk"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="What is it for?"
          error={fields.description}
          aside={<span className="text-sm text-ink-faint">optional</span>}
        >
          <Textarea
            rows={3}
            maxLength={500}
            placeholder="Answers questions of our technicians about the installation manuals."
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        {create.error && <LimitNotice error={create.error} />}
        <FormActions onCancel={onClose} busy={create.isPending} disabled={name.trim() === ''}>
          Create bot
        </FormActions>
      </form>
    </Dialog>
  )
}
