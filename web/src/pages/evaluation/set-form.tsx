import { FileUp, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Navigate } from 'react-router'
import { useDeleteQuestionSet, useSaveQuestionSet } from '@/api/evaluations'
import type { ProblemError } from '@/api/problem'
import type { QuestionSet, Source } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { count } from '@/lib/format'
import { UnsavedGuard } from '@/pages/settings/unsaved-guard'
import { draftOf, newQuestion, questionsOfDraft } from './draft'
import { ImportDialog } from './import-dialog'
import { QuestionFields } from './question-fields'

const MOST_QUESTIONS = 200

interface SetFormProps {
  botId: string
  /** Undefined: a new one. */
  set: QuestionSet | undefined
  sources: Source[]
}

export function SetForm({ botId, set: loaded, sources }: SetFormProps) {
  // What the form began from: a later answer of the server must not overwrite what is being written.
  const [set] = useState(loaded)
  const [name, setName] = useState(set?.name ?? '')
  const [questions, setQuestions] = useState(() => (set ? draftOf(set.questions) : [newQuestion()]))
  const [importing, setImporting] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const [left, setLeft] = useState(false)
  const save = useSaveQuestionSet(botId, set)
  const body = { name: name.trim(), questions: questionsOfDraft(questions) }
  const [before] = useState(() => JSON.stringify(body))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(body, {
      onSuccess: (saved) => {
        toast('Question set saved', saved.name)
        setLeft(true)
      },
    })
  }
  if (left) {
    return <Navigate to={`/bots/${botId}/evaluation`} />
  }
  return (
    <>
      {JSON.stringify(body) !== before && <UnsavedGuard description="Your changes to the questions will be lost." />}
      <form onSubmit={submit} className="mt-6 grid gap-5">
        <Field label="Name" error={save.error?.fields.name}>
          <Input
            required
            maxLength={100}
            placeholder="Opening hours and returns"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        {sources.length === 0 && (
          <p className="text-ink-muted">Add a source first: a question names the one that holds its answer.</p>
        )}
        {questions.map((question, at) => (
          <QuestionFields
            key={question.key}
            number={at + 1}
            question={question}
            sources={sources}
            onChange={(changed) => setQuestions(questions.map((one) => (one.key === question.key ? changed : one)))}
            onRemove={() => setQuestions(questions.filter((one) => one.key !== question.key))}
          />
        ))}
        <div className="flex flex-wrap gap-2.5">
          <Button
            variant="secondary"
            disabled={questions.length >= MOST_QUESTIONS}
            onClick={() => setQuestions([...questions, newQuestion()])}
          >
            <Plus aria-hidden />
            Add a question
          </Button>
          <Button variant="secondary" onClick={() => setImporting(true)}>
            <FileUp aria-hidden />
            Import CSV
          </Button>
        </div>
        {save.error && <SaveProblem error={save.error} />}
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5">
          {set && (
            <Button variant="ghost" onClick={() => setDeleting(true)}>
              Delete the set
            </Button>
          )}
          <Button type="submit" className="ml-auto" busy={save.isPending} disabled={questions.length > MOST_QUESTIONS}>
            Save {count(questions.length, 'question')}
          </Button>
        </div>
      </form>
      <ImportDialog
        open={importing}
        sources={sources}
        onClose={() => setImporting(false)}
        onImport={(imported) =>
          setQuestions([...questions.filter(({ text }) => text.trim() !== ''), ...draftOf(imported)])
        }
      />
      {set && (
        <DeleteSet
          botId={botId}
          set={set}
          open={deleting}
          onClose={() => setDeleting(false)}
          onDeleted={() => setLeft(true)}
        />
      )}
    </>
  )
}

function SaveProblem({ error }: { error: ProblemError }) {
  if (error.code === 'version_conflict') {
    return (
      <p role="alert" className="rounded-xl bg-danger-soft p-4 text-sm">
        <strong className="block font-semibold">Somebody else changed these questions meanwhile</strong>
        Copy what you want to keep, then load the page again.
      </p>
    )
  }
  return error.fields.name ? null : <ProblemNotice error={error} />
}

interface DeleteSetProps {
  botId: string
  set: QuestionSet
  open: boolean
  onClose: () => void
  onDeleted: () => void
}

function DeleteSet({ botId, set, open, onClose, onDeleted }: DeleteSetProps) {
  const remove = useDeleteQuestionSet(botId)
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Delete this question set?"
      description={<>“{set.name}” is removed with all its evaluations.</>}
      confirmLabel="Delete set"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(set.id, { onSuccess: onDeleted })}
    />
  )
}
