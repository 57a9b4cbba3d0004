import { Field, Input } from '@/components/ui/field'

interface CodeFieldProps {
  value: string
  onChange: (value: string) => void
  wrong: boolean
}

/** The second factor of a sign-in. */
export function CodeField({ value, onChange, wrong }: CodeFieldProps) {
  return (
    <Field
      label="Code"
      hint="What your authenticator app shows, or a recovery code."
      error={wrong ? 'That code is not right, or was used already.' : undefined}
    >
      <Input
        required
        autoFocus
        inputMode="text"
        autoComplete="one-time-code"
        maxLength={40}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
