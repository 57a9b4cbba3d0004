import { KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useCreateKey } from '@/api/keys'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { LimitNotice } from '../limit-notice'
import { NewKey } from './new-key'
import { ScopeField } from './scope-field'
import type { Scope } from './scopes'

const DAY = 86_400_000
const LIVES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
  ['', 'Never'],
] as const

/** Its end counts from `at`, when it was filled in: pressed again, the same is asked for again. */
const BLANK = { name: '', scopes: ['chat'] as Scope[], days: '90', at: 0 }

export function KeyForm({ botId }: { botId: string }) {
  const create = useCreateKey(botId)
  const [form, setForm] = useState(BLANK)
  const [submitted, setSubmitted] = useState(false)
  const [again, setAgain] = useState(false)
  const fields = create.error?.fields ?? {}
  const set = (part: Partial<typeof BLANK>) => setForm((old) => ({ ...old, ...part, at: Date.now() }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (form.scopes.length > 0) {
      create.mutate(
        {
          name: form.name.trim(),
          scopes: form.scopes,
          expiresAt: form.days === '' ? null : new Date(form.at + Number(form.days) * DAY).toISOString(),
        },
        {
          onSuccess: () => {
            setForm(BLANK)
            setSubmitted(false)
          },
        },
      )
    }
  }
  const done = () => {
    create.reset()
    setAgain(true)
  }
  if (create.data) {
    return <NewKey botId={botId} made={create.data} onDone={done} />
  }
  const noScope = submitted && form.scopes.length === 0 ? 'Choose at least one.' : undefined
  return (
    <form onSubmit={submit} className="grid gap-6">
      <Field label="Name" hint="What uses it, so that you know later what it was for." error={fields.name}>
        <Input
          required
          // Where the key was shown: else the focus would be nowhere.
          autoFocus={again}
          maxLength={100}
          autoComplete="off"
          placeholder="Web shop"
          value={form.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <ScopeField scopes={form.scopes} onChange={(scopes) => set({ scopes })} error={noScope ?? fields.scopes} />
      <Field label="Expires after" error={fields.expiresAt} className="max-w-48">
        <Select value={form.days} onChange={(event) => set({ days: event.target.value })}>
          {LIVES.map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {create.error && Object.keys(fields).length === 0 && <LimitNotice error={create.error} />}
      <Button type="submit" className="justify-self-start" busy={create.isPending} disabled={form.name.trim() === ''}>
        <KeyRound aria-hidden />
        Make the key
      </Button>
    </form>
  )
}
