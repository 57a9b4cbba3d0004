import { type ReactNode, useId, useRef } from 'react'
import { useRetrievalStandard } from '@/api/bots'
import type { RetrievalStandard } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { Slider } from '@/components/ui/slider'
import { decimal } from '@/lib/format'
import { choicesFor, isStandard, MOST_PASSAGES, type Retrieval, SHARES, STANDARD } from './retrieval'
import { Section } from './section'

interface SearchSectionProps {
  own: Retrieval
  onChange: (own: Retrieval) => void
  readOnly: boolean
  error: string | undefined
}

/** How a bot's sources are searched: the operator's way, but for what the bot has of its own. */
export function SearchSection({ own, onChange, readOnly, error }: SearchSectionProps) {
  const standard = useRetrievalStandard()
  return (
    <Section
      title="How sources are searched"
      intro="Good as it is for most bots. Change it when answers miss what your sources say; it applies from the next message on."
    >
      {standard.error && <ProblemNotice error={standard.error} onRetry={() => standard.refetch()} />}
      {standard.isPending && (
        <Loading label="Loading the defaults" className="grid gap-6">
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-11 w-full" />
        </Loading>
      )}
      {standard.data && (
        <Controls standard={standard.data} own={own} onChange={onChange} readOnly={readOnly} error={error} />
      )}
    </Section>
  )
}

function Controls({ standard, own, onChange, readOnly, error }: SearchSectionProps & { standard: RetrievalStandard }) {
  const set = (part: Partial<Retrieval>) => onChange({ ...own, ...part })
  return (
    <>
      {SHARES.map(({ field, label, hint, low, high }) => (
        <ShareSlider
          key={field}
          label={label}
          hint={hint}
          ends={[low, high]}
          own={own[field]}
          standard={standard[field]}
          readOnly={readOnly}
          onChange={(value) => set({ [field]: value })}
        />
      ))}
      <Field
        label="Passages for an answer"
        hint={
          <>
            More of them cover more, cost more, and can distract. <Default>{standard.passages}</Default>
          </>
        }
      >
        <Input
          type="number"
          min={1}
          max={MOST_PASSAGES}
          step={1}
          placeholder={`${standard.passages}, the default`}
          value={own.passages ?? ''}
          onChange={({ target }) => set({ passages: target.value === '' ? null : Number(target.value) })}
        />
      </Field>
      {choicesFor(standard, own).map(({ field, label, hint }) => (
        <Field key={field} label={label} hint={hint}>
          <Select
            value={own[field] === null ? '' : own[field] ? 'on' : 'off'}
            onChange={({ target }) => set({ [field]: target.value === '' ? null : target.value === 'on' })}
          >
            <option value="">Default ({standard[field] ? 'on' : 'off'})</option>
            <option value="on">On</option>
            <option value="off">Off</option>
          </Select>
        </Field>
      ))}
      {error && <p className="text-sm font-medium text-danger first-letter:uppercase">{error}</p>}
      {!readOnly && (
        <Button
          variant="secondary"
          size="sm"
          className="justify-self-start aria-disabled:opacity-50"
          // Not disabled: that would take the focus away from who has just pressed it.
          aria-disabled={isStandard(own)}
          onClick={() => onChange(STANDARD)}
        >
          Use the defaults for all of this
        </Button>
      )}
    </>
  )
}

function Default({ children }: { children: ReactNode }) {
  return <span className="whitespace-nowrap">Default: {children}.</span>
}

interface ShareSliderProps {
  label: string
  hint: string
  ends: [low: string, high: string]
  own: number | null
  standard: number
  readOnly: boolean
  onChange: (value: number | null) => void
}

function ShareSlider({ label, hint, ends, own, standard, readOnly, onChange }: ShareSliderProps) {
  const id = useId()
  const row = useRef<HTMLDivElement>(null)
  const value = own ?? standard
  const reset = () => {
    onChange(null)
    // The button goes, the focus stays in its row.
    row.current?.querySelector<HTMLElement>('[role=slider]')?.focus()
  }
  return (
    <div ref={row}>
      <div className="flex items-baseline justify-between gap-4">
        <span className="text-sm font-semibold">{label}</span>
        <span className="text-sm text-ink-muted tabular-nums">
          {decimal(value, 2)}
          {own === null && ' (default)'}
        </span>
      </div>
      <Slider
        value={value}
        onChange={(changed) => onChange(changed)}
        min={0}
        max={1}
        step={0.05}
        label={label}
        describedBy={id}
        disabled={readOnly}
        valueText={`${decimal(value, 2)}${own === null ? ', the default' : ''}`}
      />
      <p className="mt-1 flex justify-between text-sm text-ink-muted">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
      <p id={id} className="mt-1.5 text-sm text-ink-muted">
        {hint} <Default>{decimal(standard, 2)}</Default>
      </p>
      {own !== null && !readOnly && (
        <Button variant="link" size="sm" className="mt-1" aria-label={`Use the default for: ${label}`} onClick={reset}>
          Use the default
        </Button>
      )}
    </div>
  )
}
