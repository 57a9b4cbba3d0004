import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type Faults, MOST_PAIRS, moved, newRow, type Row } from './pairs'

interface PairsEditorProps {
  rows: Row[]
  onChange: (rows: Row[]) => void
  faults: Faults
}

/** Questions with their answers. Each can be moved by its buttons, or by Alt and an arrow key from within it. */
export function PairsEditor({ rows, onChange, faults }: PairsEditorProps) {
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const focus = (index: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('li > div input')[index]?.focus())
  const add = () => {
    onChange([...rows, newRow()])
    focus(rows.length)
  }
  const remove = (index: number) => {
    onChange(rows.length === 1 ? [newRow()] : rows.toSpliced(index, 1))
    setSaid(`Question ${index + 1} removed.`)
    focus(Math.min(index, rows.length - 2 < 0 ? 0 : rows.length - 2))
  }
  const move = (from: number, to: number) => {
    const changed = moved(rows, from, to)
    if (changed !== rows) {
      onChange(changed)
      setSaid(`Now question ${to + 1} of ${rows.length}.`)
    }
  }
  const byKey = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.altKey && step) {
      event.preventDefault()
      move(index, index + step)
    }
  }
  return (
    <div>
      <ol ref={list} className="grid gap-4" aria-label="Questions and answers">
        {rows.map((row, index) => (
          <li key={row.key} onKeyDown={(event) => byKey(event, index)} className="rounded-xl border border-line p-4">
            <RowFields
              row={row}
              number={index + 1}
              faults={faults[row.key] ?? {}}
              onChange={(changed) => onChange(rows.with(index, { ...row, ...changed }))}
            />
            <div className="mt-2 flex justify-end gap-1">
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Move question ${index + 1} up`}
                aria-disabled={index === 0}
                className="aria-disabled:opacity-40"
                onClick={() => move(index, index - 1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Move question ${index + 1} down`}
                aria-disabled={index === rows.length - 1}
                className="aria-disabled:opacity-40"
                onClick={() => move(index, index + 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove question ${index + 1}`}
                onClick={() => remove(index)}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      {rows.length < MOST_PAIRS && (
        <Button variant="secondary" size="sm" className="mt-4" onClick={add}>
          <Plus aria-hidden />
          Add a question
        </Button>
      )}
    </div>
  )
}

interface RowFieldsProps {
  row: Row
  number: number
  faults: Faults[string]
  onChange: (changed: Partial<Row>) => void
}

function RowFields({ row, number, faults, onChange }: RowFieldsProps) {
  return (
    <div className="grid gap-3">
      <Field label={`Question ${number}`} error={faults.question}>
        <Input
          maxLength={500}
          placeholder="Do you ship to Norway?"
          value={row.question}
          onChange={(event) => onChange({ question: event.target.value })}
        />
      </Field>
      <Field label={`Answer ${number}`} error={faults.answer}>
        <Textarea
          rows={2}
          maxLength={10_000}
          className="max-h-60 min-h-18"
          value={row.answer}
          onChange={(event) => onChange({ answer: event.target.value })}
        />
      </Field>
    </div>
  )
}
