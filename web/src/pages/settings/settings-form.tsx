import { Globe, Link2, Lock } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useChangeBot } from '@/api/bots'
import type { Bot } from '@/api/types'
import { Field, Input, Textarea } from '@/components/ui/field'
import { RadioCards } from '@/components/ui/radio-cards'
import { Select } from '@/components/ui/select'
import { Slider } from '@/components/ui/slider'
import { toast } from '@/components/ui/toast'
import { decimal } from '@/lib/format'
import { changes, type Draft, draftOf } from './draft'
import { LANGUAGES } from './languages'
import { ModelField } from './model-field'
import { QuestionsField } from './questions-field'
import { SaveBar } from './save-bar'
import { SearchSection } from './search-section'
import { Section } from './section'

/** `base` is what the user started from; a save sends what differs from it, under its version. */
export function SettingsForm({ bot }: { bot: Bot }) {
  const [base, setBase] = useState(bot)
  const [draft, setDraft] = useState(() => draftOf(bot))
  const change = useChangeBot(bot.id)
  const changed = changes(draftOf(base), draft)
  const readOnly = bot.role === 'viewer'
  const dirty = Object.keys(changed).length > 0
  const fields = change.error?.fields ?? {}
  const set = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }))
  const text = (field: 'name' | 'description' | 'tone' | 'instructions' | 'welcomeMessage' | 'slug') => ({
    value: draft[field],
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  })
  const startFrom = (latest: Bot, kept: Partial<Draft> = {}) => {
    setBase(latest)
    setDraft({ ...draftOf(latest), ...kept })
    change.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { version: base.version, ...changed },
      {
        onSuccess: (saved) => {
          setBase(saved)
          // What was typed while it was on its way is still to be saved.
          setDraft((now) => ({ ...draftOf(saved), ...(changes(draft, now) as Partial<Draft>) }))
          change.reset()
          toast('Settings saved')
        },
      },
    )
  }

  return (
    <form onSubmit={submit} className="mt-2">
      <fieldset disabled={readOnly} className="contents">
        <Section title="Profile" intro="How you and your visitors recognise this bot.">
          <Field label="Name" error={fields.name}>
            <Input required maxLength={100} {...text('name')} />
          </Field>
          <Field label="Description" error={fields.description}>
            <Textarea rows={2} maxLength={500} {...text('description')} />
          </Field>
        </Section>
        <Section title="Behaviour" intro="How it answers. Applies from the next message on.">
          <Field
            label="Instructions"
            error={fields.instructions}
            hint="What it should do, and what it should leave to people."
          >
            <Textarea rows={5} maxLength={20_000} {...text('instructions')} />
          </Field>
          <div className="grid gap-6 sm:grid-cols-2">
            <Field label="Tone" error={fields.tone}>
              <Input maxLength={100} placeholder="Friendly and to the point" {...text('tone')} />
            </Field>
            <Field label="Language" error={fields.language}>
              <Select value={draft.language} onChange={(event) => set({ language: event.target.value })}>
                {LANGUAGES.map(([code, name]) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
          <ModelField botId={bot.id} model={draft.model} provider={draft.provider} onChange={set} />
          <div>
            <div className="flex items-baseline justify-between">
              <span className="text-sm font-semibold">Temperature</span>
              <span className="text-sm text-ink-muted tabular-nums">{decimal(draft.temperature, 1)}</span>
            </div>
            <Slider
              value={draft.temperature}
              onChange={(temperature) => set({ temperature })}
              min={0}
              max={2}
              step={0.1}
              label="Temperature"
              disabled={readOnly}
              valueText={`${decimal(draft.temperature, 1)}, ${draft.temperature < 0.4 ? 'exact' : draft.temperature < 1 ? 'balanced' : 'free'}`}
            />
            <p className="mt-1 flex justify-between text-sm text-ink-muted">
              <span>Exact</span>
              <span>Free</span>
            </p>
            {fields.temperature && <p className="text-sm font-medium text-danger">{fields.temperature}</p>}
          </div>
          <Field
            label="Same question again"
            error={fields.cacheAnswers}
            hint="An answer is kept for seven days, until a source or a setting changes. Giving it again costs nothing."
          >
            <Select
              value={draft.cacheAnswers ? 'on' : 'off'}
              onChange={({ target }) => set({ cacheAnswers: target.value === 'on' })}
            >
              <option value="on">Give the same answer</option>
              <option value="off">Ask the model every time</option>
            </Select>
          </Field>
        </Section>
        <SearchSection
          own={draft.retrieval}
          onChange={(retrieval) => set({ retrieval })}
          readOnly={readOnly}
          error={fields.retrieval}
        />
        <Section title="First impression" intro="What is shown before the first question.">
          <Field label="Welcome message" error={fields.welcomeMessage}>
            <Textarea
              rows={2}
              maxLength={1000}
              placeholder="Ask me something. I answer from my sources and show the passage."
              {...text('welcomeMessage')}
            />
          </Field>
          <QuestionsField
            questions={draft.suggestedQuestions}
            onChange={(suggestedQuestions) => set({ suggestedQuestions })}
            error={fields.suggestedQuestions}
          />
        </Section>
        <Section title="Access" intro="Who may ask it something.">
          <RadioCards
            label="Visibility"
            value={draft.visibility}
            onChange={(visibility) => set({ visibility })}
            options={[
              { value: 'private', label: 'Private', hint: 'Only you and the team', icon: <Lock aria-hidden /> },
              { value: 'link', label: 'By link', hint: 'Everyone who knows its id', icon: <Link2 aria-hidden /> },
              { value: 'public', label: 'Public', hint: 'Everyone', icon: <Globe aria-hidden /> },
            ]}
          />
          <Field
            label="Short name"
            error={change.error?.code === 'slug_taken' ? 'This short name is taken. Choose another.' : fields.slug}
            hint="Part of its public address: lower-case letters, digits and hyphens."
          >
            <Input
              minLength={3}
              maxLength={60}
              spellCheck={false}
              autoCapitalize="none"
              className="font-mono text-sm"
              {...text('slug')}
            />
          </Field>
        </Section>
      </fieldset>
      <SaveBar
        botId={bot.id}
        dirty={dirty}
        busy={change.isPending}
        error={change.error}
        onDiscard={() => startFrom(base)}
        onTakeTheirs={(latest) => startFrom(latest)}
        onKeepMine={(latest) => startFrom(latest, changed as Partial<Draft>)}
      />
    </form>
  )
}
