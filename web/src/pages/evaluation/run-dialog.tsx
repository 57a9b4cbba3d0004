import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useStartEvaluation } from '@/api/evaluations'
import type { EvaluationRetrieval, QuestionSetSummary } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { ProblemNotice } from '@/components/problem-notice'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { count } from '@/lib/format'

interface RunDialogProps {
  botId: string
  /** Undefined: closed. */
  set: QuestionSetSummary | undefined
  onClose: () => void
}

export function RunDialog({ botId, set, onClose }: RunDialogProps) {
  return (
    <Dialog
      open={set !== undefined}
      onClose={onClose}
      title={`Run “${set?.name ?? ''}”`}
      description={`Asks ${count(set?.questions ?? 0, 'question')}. One run at a time, of all your bots.`}
    >
      {set && <RunForm botId={botId} setId={set.id} onClose={onClose} />}
    </Dialog>
  )
}

function RunForm({ botId, setId, onClose }: { botId: string; setId: string; onClose: () => void }) {
  const navigate = useNavigate()
  const start = useStartEvaluation(botId)
  const [label, setLabel] = useState('')
  const [k, setK] = useState('10')
  const [answers, setAnswers] = useState(false)
  const [other, setOther] = useState(false)
  const [variant, setVariant] = useState(AS_THE_BOT)
  const fields = start.error?.fields ?? {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.mutate(
      { setId, label: label.trim() || null, k: Number(k), answers, retrieval: other ? retrievalOf(variant) : null },
      { onSuccess: (run) => navigate(`/bots/${botId}/evaluation/runs/${run.id}`) },
    )
  }
  return (
    <form onSubmit={submit} className="mt-6 grid gap-5">
      <Field label="Label" hint="To tell it apart in the history." error={fields.label}>
        <Input
          maxLength={100}
          placeholder="With the new manual"
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </Field>
      <Field label="Passages for each question" hint="Found counts what is among these." error={fields.k}>
        <Input type="number" required min={1} max={50} value={k} onChange={(event) => setK(event.target.value)} />
      </Field>
      <Check checked={answers} onChange={setAnswers} hint="Takes longer, and asks the bot’s model each question.">
        Have the bot answer, too
      </Check>
      <Check checked={other} onChange={setOther} hint="For this run only, to compare with the bot’s own.">
        Search with other settings
      </Check>
      {other && <Variant value={variant} onChange={setVariant} />}
      {start.error && Object.keys(fields).every((field) => !['label', 'k'].includes(field)) && (
        <ProblemNotice error={start.error} />
      )}
      <FormActions onCancel={onClose} busy={start.isPending}>
        Start
      </FormActions>
    </form>
  )
}

interface CheckProps {
  checked: boolean
  onChange: (checked: boolean) => void
  hint: string
  children: string
}

function Check({ checked, onChange, hint, children }: CheckProps) {
  return (
    <label className="flex gap-3">
      <input
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <span className="text-sm font-semibold">{children}</span>
        <span className="block text-sm text-ink-muted">{hint}</span>
      </span>
    </label>
  )
}

const SHARES = [
  ['meaning', 'Meaning against words', 'From 0, words alone, to 1, meaning alone.'],
  ['diversity', 'Diversity', 'What a passage loses for being like a better one, from 0 to 1.'],
  ['minScore', 'Least score', 'Passages below it are left out, from 0 to 1.'],
] as const

const SWITCHES = [
  ['rerank', 'Reranker'],
  ['neighbours', 'Joined neighbours'],
] as const

/** As texts, since half a number is none; what is left empty stays as the bot has it. */
type Draft = Record<keyof EvaluationRetrieval, string>

const AS_THE_BOT: Draft = { meaning: '', diversity: '', minScore: '', rerank: '', neighbours: '' }

function retrievalOf({ meaning, diversity, minScore, rerank, neighbours }: Draft): EvaluationRetrieval {
  const share = (text: string) => (text === '' ? null : Number(text))
  const choice = (text: string) => (text === '' ? null : text === 'true')
  return {
    meaning: share(meaning),
    diversity: share(diversity),
    minScore: share(minScore),
    rerank: choice(rerank),
    neighbours: choice(neighbours),
  }
}

function Variant({ value, onChange }: { value: Draft; onChange: (value: Draft) => void }) {
  return (
    <fieldset className="grid gap-4 rounded-xl border border-line p-4">
      <legend className="px-1 text-sm font-semibold">Search</legend>
      {SHARES.map(([key, label, hint]) => (
        <Field key={key} label={label} hint={hint}>
          <Input
            type="number"
            min={0}
            max={1}
            step="any"
            placeholder="As the bot"
            value={value[key]}
            onChange={({ target }) => onChange({ ...value, [key]: target.value })}
          />
        </Field>
      ))}
      {SWITCHES.map(([key, label]) => (
        <Field key={key} label={label}>
          <Select value={value[key]} onChange={({ target }) => onChange({ ...value, [key]: target.value })}>
            <option value="">As the bot</option>
            <option value="true">On</option>
            <option value="false">Off</option>
          </Select>
        </Field>
      ))}
    </fieldset>
  )
}
