import { EyeOff, Quote } from 'lucide-react'
import { RadioCards } from '@/components/ui/radio-cards'

interface PrivacyFieldProps {
  citable: boolean
  onChange: (citable: boolean) => void
}

/** Whether answers may show where they have something from; what each choice means is said beside it. */
export function PrivacyField({ citable, onChange }: PrivacyFieldProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-semibold">What answers may show of it</legend>
      <RadioCards
        label="What answers may show of it"
        value={citable ? 'citable' : 'learn'}
        onChange={(value) => onChange(value === 'citable')}
        options={[
          {
            value: 'citable',
            label: 'May be cited',
            hint: 'Answers quote it, name it and link to it. Everybody who talks to the bot may read the quoted passages.',
            icon: <Quote aria-hidden />,
          },
          {
            value: 'learn',
            label: 'Learn only',
            hint: 'Used to answer, but never shown, quoted, named or linked. Viewers of the bot do not see it either.',
            icon: <EyeOff aria-hidden />,
          },
        ]}
      />
      {!citable && <Caution />}
    </fieldset>
  )
}

/** What cannot be promised; see docs/learn-only.md. */
export function Caution() {
  return (
    <p className="text-sm text-ink-muted">
      The bot may still say in its own words what it learned here; no system can exclude that. Leave out what must not
      become known in any words.
    </p>
  )
}
