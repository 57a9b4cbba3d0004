import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { AuthResult, SignUpUnderway } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { AuthLayout } from './auth-layout'
import { ConfirmationSent } from './confirmation-sent'
import { PasswordInput } from './password-input'
import { ProviderButtons } from './provider-buttons'
import { returnPath, useGoOn } from './use-authentication'

interface Registration {
  name: string
  email: string
  password: string
}

export function SignUpPage() {
  const [search] = useSearchParams()
  const [form, setForm] = useState<Registration>({ name: '', email: search.get('email') ?? '', password: '' })
  const [submitted, setSubmitted] = useState(false)
  const goOn = useGoOn()
  const signUp = useMutation<AuthResult | SignUpUnderway, ProblemError, Registration>({
    mutationFn: ({ name, ...rest }) =>
      unwrap(api.POST('/api/auth/signup', { body: { ...rest, ...(name && { name }), transport: 'cookie' } })),
    onSuccess: (answer) => {
      if ('user' in answer) {
        goOn(answer.user)
      }
    },
  })
  const passwordError = checkPassword(form.password)
  const fields = signUp.error?.fields ?? {}
  const taken = signUp.error?.code === 'email_taken'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (passwordError === undefined) {
      signUp.mutate({ ...form, name: form.name.trim(), email: form.email.trim() })
    }
  }
  const bind = (field: keyof Registration) => ({
    value: form[field],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [field]: event.target.value }),
  })

  if (signUp.data && 'state' in signUp.data) {
    return <ConfirmationSent email={signUp.data.email} onOther={() => signUp.reset()} />
  }
  return (
    <AuthLayout title="Create your account" intro="Your first bot is a document away.">
      <title>Sign up · ChatForge</title>
      <form onSubmit={submit} className="mt-8 grid gap-5">
        <Field label="Name" error={fields.name} aside={<span className="text-sm text-ink-faint">optional</span>}>
          <Input autoComplete="name" maxLength={100} {...bind('name')} />
        </Field>
        <Field label="E-mail" error={taken ? 'There is already an account with this address.' : fields.email}>
          <Input type="email" required autoComplete="username" {...bind('email')} />
        </Field>
        <Field
          label="Password"
          error={fields.password ?? (submitted ? passwordError : undefined)}
          hint="At least 8 characters. A few words in a row are easy to keep."
        >
          <PasswordInput required autoComplete="new-password" {...bind('password')} />
        </Field>
        {signUp.error && !taken && <ProblemNotice error={signUp.error} />}
        <Button type="submit" size="lg" busy={signUp.isPending}>
          Create account
        </Button>
      </form>
      <ProviderButtons next={returnPath(search.get('next'))} />
      <p className="mt-8 text-ink-muted">
        Already have one?{' '}
        <Button variant="link" asChild>
          <Link to={{ pathname: '/sign-in', search: search.toString() }}>Sign in</Link>
        </Button>
      </p>
    </AuthLayout>
  )
}

/** The server counts bytes, because its hash ignores everything past the 72nd. */
export function checkPassword(password: string): string | undefined {
  const length = new TextEncoder().encode(password).length
  if (length < 8) {
    return 'Use at least 8 characters.'
  }
  return length > 72 ? 'That is too long: at most 72 bytes.' : undefined
}
