import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { SignIn } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { AuthLayout } from './auth-layout'
import { CodeField } from './code-field'
import { CodeStep } from './code-step'
import { PasswordInput } from './password-input'
import { ProviderButtons } from './provider-buttons'
import { ReturnProblem } from './return-problem'
import { returnPath, useAuthentication } from './use-authentication'

export function SignInPage() {
  const [search] = useSearchParams()
  return search.get('step') === 'code' ? <CodeStep /> : <PasswordStep />
}

function PasswordStep() {
  const [search] = useSearchParams()
  const returnError = search.get('error')
  const known = search.get('email') ?? ''
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const signIn = useAuthentication((body: SignIn) =>
    unwrap(api.POST('/api/auth/signin', { body: { ...body, transport: 'cookie' } })),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ email: email.trim(), password, ...(code && { code: code.trim() }) })
  }
  const problem = signIn.error?.code
  // Once asked for, it stays asked for, while further attempts run too.
  const asksForCode = code !== '' || problem === 'totp_required' || problem === 'invalid_code'

  return (
    <AuthLayout
      title="Welcome back"
      intro={search.has('next') ? 'Sign in to go on where you were.' : 'Sign in to your bots.'}
    >
      <title>Sign in · ChatForge</title>
      {returnError && signIn.isIdle && <ReturnProblem code={returnError} className="mt-8" />}
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
        <Field
          label="Password"
          error={signIn.error?.fields.password}
          aside={
            <Button variant="link" size="sm" asChild>
              <Link to="/forgot-password">Forgot it?</Link>
            </Button>
          }
        >
          <PasswordInput
            required
            autoFocus={known !== ''}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {asksForCode && <CodeField value={code} onChange={setCode} wrong={problem === 'invalid_code'} />}
        {signIn.error && problem !== 'totp_required' && problem !== 'invalid_code' && (
          <ProblemNotice error={signIn.error} />
        )}
        <Button type="submit" size="lg" busy={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <ProviderButtons next={returnPath(search.get('next'))} />
      <p className="mt-8 text-ink-muted">
        New here?{' '}
        <Button variant="link" asChild>
          <Link to={{ pathname: '/sign-up', search: search.toString() }}>Create an account</Link>
        </Button>
      </p>
    </AuthLayout>
  )
}
