import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import { LocalMailboxHint } from '@/components/local-mailbox-hint'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { AuthLayout } from './auth-layout'

export function ForgotPasswordPage() {
  const [email, setEmail] = useState('')
  const ask = useMutation<unknown, ProblemError, string>({
    mutationFn: (address) => unwrap(api.POST('/api/auth/forgot-password', { body: { email: address } })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate(email.trim())
  }
  return (
    <AuthLayout
      title={ask.isSuccess ? 'Look into your mail' : 'Forgot your password?'}
      intro={
        ask.isSuccess
          ? `If there is an account for ${ask.variables}, a link to choose a new password is on its way. It is good for an hour.`
          : 'Tell us your address, and we send you a link to choose a new one.'
      }
    >
      <title>Forgot password · ChatForge</title>
      {ask.isSuccess ? (
        <p className="mt-6 text-sm text-ink-muted">
          Nothing there after some minutes? Look among the spam, or{' '}
          <Button variant="link" onClick={() => ask.reset()}>
            try another address
          </Button>
          . <LocalMailboxHint />
        </p>
      ) : (
        <form onSubmit={submit} className="mt-8 grid gap-5">
          <Field label="E-mail" error={ask.error?.fields.email}>
            <Input
              type="email"
              required
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          {ask.error && <ProblemNotice error={ask.error} />}
          <Button type="submit" size="lg" busy={ask.isPending}>
            Send the link
          </Button>
        </form>
      )}
      <p className="mt-8 text-ink-muted">
        <Button variant="link" asChild>
          <Link to="/sign-in">Back to sign-in</Link>
        </Button>
      </p>
    </AuthLayout>
  )
}
