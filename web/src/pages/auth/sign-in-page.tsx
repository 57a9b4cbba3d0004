import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { AuthLayout } from './auth-layout'
import { PasswordInput } from './password-input'
import { useAuthentication } from './use-authentication'

export function SignInPage() {
  const [search] = useSearchParams()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useAuthentication((body: { email: string; password: string }) =>
    unwrap(api.POST('/api/auth/signin', { body: { ...body, transport: 'cookie' } })),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ email: email.trim(), password })
  }

  return (
    <AuthLayout
      title="Welcome back"
      intro={search.has('next') ? 'Sign in to go on where you were.' : 'Sign in to your bots.'}
    >
      <title>Sign in · ChatForge</title>
      <form onSubmit={submit} className="mt-8 grid gap-5">
        <Field label="E-mail" error={signIn.error?.fields.email}>
          <Input
            type="email"
            required
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password" error={signIn.error?.fields.password}>
          <PasswordInput
            required
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {signIn.error && <ProblemNotice error={signIn.error} />}
        <Button type="submit" size="lg" busy={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p className="mt-8 text-ink-muted">
        New here?{' '}
        <Button variant="link" asChild>
          <Link to={{ pathname: '/sign-up', search: search.toString() }}>Create an account</Link>
        </Button>
      </p>
    </AuthLayout>
  )
}
