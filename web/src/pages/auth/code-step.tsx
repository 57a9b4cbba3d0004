import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { api, unwrap } from '@/api/client'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { AuthLayout } from './auth-layout'
import { CodeField } from './code-field'
import { useAuthentication } from './use-authentication'

/** After the provider said who it is, an account with a second factor needs its code. */
export function CodeStep() {
  const [code, setCode] = useState('')
  const complete = useAuthentication((given: string) =>
    unwrap(api.POST('/api/auth/oauth/complete', { body: { code: given } })),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    complete.mutate(code.trim())
  }
  const wrong = complete.error?.code === 'invalid_code'
  return (
    <AuthLayout title="One more step" intro="Your account asks for a code beside the provider.">
      <title>Sign in · ChatForge</title>
      <form onSubmit={submit} className="mt-8 grid gap-5">
        <CodeField value={code} onChange={setCode} wrong={wrong} />
        {complete.error && !wrong && <ProblemNotice error={complete.error} />}
        <Button type="submit" size="lg" busy={complete.isPending}>
          Sign in
        </Button>
      </form>
      <p className="mt-8 text-ink-muted">
        <Button variant="link" asChild>
          <Link to="/sign-in">Begin again</Link>
        </Button>
      </p>
    </AuthLayout>
  )
}
