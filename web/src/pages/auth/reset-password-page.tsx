import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { AuthLayout } from './auth-layout'
import { PasswordInput } from './password-input'
import { checkPassword } from './sign-up-page'

export function ResetPasswordPage() {
  const [search] = useSearchParams()
  const token = search.get('token') ?? ''
  const [password, setPassword] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const reset = useMutation<unknown, ProblemError, string>({
    mutationFn: (chosen) => unwrap(api.POST('/api/auth/reset-password', { body: { token, password: chosen } })),
  })
  const fault = checkPassword(password)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (fault === undefined) {
      reset.mutate(password)
    }
  }
  if (token === '' || reset.error?.code === 'invalid_token') {
    return (
      <AuthLayout title="This link is used up" intro="Links to choose a new password work once, and for an hour.">
        <title>New password · ChatForge</title>
        <Button asChild size="lg" className="mt-8">
          <Link to="/forgot-password">Send a new link</Link>
        </Button>
      </AuthLayout>
    )
  }
  if (reset.isSuccess) {
    return (
      <AuthLayout title="Your password is changed" intro="All devices were signed out. Sign in with the new one.">
        <title>New password · ChatForge</title>
        <Button asChild size="lg" className="mt-8">
          <Link to="/sign-in">Sign in</Link>
        </Button>
      </AuthLayout>
    )
  }
  return (
    <AuthLayout title="Choose a new password" intro="It ends the sessions on all your devices.">
      <title>New password · ChatForge</title>
      <form onSubmit={submit} className="mt-8 grid gap-5">
        <Field
          label="New password"
          error={reset.error?.fields.password ?? (submitted ? fault : undefined)}
          hint="At least 8 characters. A few words in a row are easy to keep."
        >
          <PasswordInput
            required
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {reset.error && !reset.error.fields.password && <ProblemNotice error={reset.error} />}
        <Button type="submit" size="lg" busy={reset.isPending}>
          Change password
        </Button>
      </form>
    </AuthLayout>
  )
}
