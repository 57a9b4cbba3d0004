import { Field, Input } from '@/components/ui/field'
import { PasswordInput } from '@/pages/auth/password-input'

interface Proof {
  value: string
  onChange: (value: string) => void
}

/** What shows that it is really the account's owner; `errors` are the server's, by field. */
export function ProofFields({
  password,
  code,
  errors,
}: {
  password: Proof | null
  code: Proof | null
  errors: Record<string, string>
}) {
  return (
    <>
      {password && (
        <Field label="Password" error={errors.password === 'is wrong' ? 'This is not your password.' : errors.password}>
          <PasswordInput
            required
            autoComplete="current-password"
            value={password.value}
            onChange={(event) => password.onChange(event.target.value)}
          />
        </Field>
      )}
      {code && (
        <Field label="Code" hint="What the app shows, or a recovery code." error={errors.code}>
          <Input
            required
            autoComplete="one-time-code"
            maxLength={40}
            value={code.value}
            onChange={(event) => code.onChange(event.target.value)}
          />
        </Field>
      )}
    </>
  )
}
