import { Plus, Trash2 } from 'lucide-react'
import type { Source } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { type DraftPlace, type DraftQuestion, newPlace } from './draft'
import { absentSource } from './wording'

const MOST_PLACES = 10

interface QuestionFieldsProps {
  number: number
  question: DraftQuestion
  sources: Source[]
  onChange: (question: DraftQuestion) => void
  onRemove: () => void
}

export function QuestionFields({ number, question, sources, onChange, onRemove }: QuestionFieldsProps) {
  const places = (changed: DraftPlace[]) => onChange({ ...question, places: changed })
  return (
    <fieldset className="grid min-w-0 gap-4 rounded-2xl border border-line bg-surface p-4 sm:p-5">
      <legend className="sr-only">Question {number}</legend>
      <Field
        label={`Question ${number}`}
        aside={
          <Button variant="ghost" size="icon-sm" aria-label={`Remove question ${number}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        }
      >
        <Input
          required
          maxLength={1000}
          placeholder="When are you open on Saturdays?"
          value={question.text}
          onChange={({ target }) => onChange({ ...question, text: target.value })}
        />
      </Field>
      {question.places.map((place, at) => (
        <PlaceFields
          key={place.key}
          name={question.places.length > 1 ? `Place ${at + 1}` : 'Where the answer stands'}
          place={place}
          sources={sources}
          onChange={(changed) => places(question.places.map((one) => (one.key === place.key ? changed : one)))}
          onRemove={
            question.places.length > 1
              ? () => places(question.places.filter((one) => one.key !== place.key))
              : undefined
          }
        />
      ))}
      {question.places.length < MOST_PLACES && (
        <div>
          <Button
            variant="ghost"
            size="sm"
            onClick={() => places([...question.places, newPlace(question.places.at(-1)?.sourceId)])}
          >
            <Plus aria-hidden />
            Another place that belongs to the answer
          </Button>
        </div>
      )}
      <Field label="Expected answer" hint="Optional. Shown beside the bot’s own; nothing is measured by it.">
        <Textarea
          rows={2}
          maxLength={2000}
          className="min-h-16"
          value={question.expectedAnswer}
          onChange={({ target }) => onChange({ ...question, expectedAnswer: target.value })}
        />
      </Field>
    </fieldset>
  )
}

interface PlaceFieldsProps {
  name: string
  place: DraftPlace
  sources: Source[]
  onChange: (place: DraftPlace) => void
  onRemove: (() => void) | undefined
}

function PlaceFields({ name, place, sources, onChange, onRemove }: PlaceFieldsProps) {
  const known = place.sourceId === '' || sources.some(({ id }) => id === place.sourceId)
  return (
    <fieldset className="grid min-w-0 gap-3 rounded-xl bg-sunken p-3.5 sm:grid-cols-2">
      <legend className="float-left flex w-full items-center justify-between text-sm font-semibold sm:col-span-2">
        {name}
        {onRemove && (
          <Button variant="ghost" size="icon-sm" aria-label={`Remove ${name.toLowerCase()}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </legend>
      <Field label="Source">
        <Select
          required
          value={place.sourceId}
          onChange={({ target }) => onChange({ ...place, sourceId: target.value })}
        >
          <option value="">Choose a source</option>
          {!known && <option value={place.sourceId}>{absentSource(sources)}</option>}
          {sources.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Words in the passage">
        <Input
          maxLength={300}
          placeholder="opens at ten"
          value={place.phrase}
          onChange={({ target }) => onChange({ ...place, phrase: target.value })}
        />
      </Field>
      <Field label="Section">
        <Input
          maxLength={200}
          placeholder="Any"
          value={place.section}
          onChange={({ target }) => onChange({ ...place, section: target.value })}
        />
      </Field>
      <Field label="Page">
        <Input
          type="number"
          min={1}
          placeholder="Any"
          value={place.page}
          onChange={({ target }) => onChange({ ...place, page: target.value })}
        />
      </Field>
    </fieldset>
  )
}
