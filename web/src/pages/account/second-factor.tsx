import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { RecoveryCodes as Codes, TotpEnrolment, TotpState } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field, Input } from '@/components/ui/field'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { ProofFields } from './proof-fields'
import { QrCode } from './qr-code'
import { RecoveryCodes } from './recovery-codes'
import { TOTP, useTotp } from './use-totp'
import { useWaysIn } from './use-ways-in'

export function SecondFactor() {
  const state = useTotp()
  const [codes, setCodes] = useState<string[]>()
  // Before what the server says meanwhile: they are shown this once.
  if (codes) {
    return <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />
  }
  if (state.isError && !state.data) {
    return <ProblemNotice error={state.error} onRetry={() => state.refetch()} />
  }
  if (!state.data) {
    return (
      <Loading label="Loading the second factor">
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  return state.data.enabled ? <On left={state.data.recoveryCodesLeft} /> : <Off onOn={setCodes} />
}

function Off({ onOn }: { onOn: (recoveryCodes: string[]) => void }) {
  const queryClient = useQueryClient()
  const [code, setCode] = useState('')
  const begin = useMutation<TotpEnrolment, ProblemError, void>({
    mutationFn: () => unwrap(api.POST('/api/auth/totp')),
  })
  const confirm = useMutation<Codes, ProblemError, string>({
    mutationFn: (given) => unwrap(api.POST('/api/auth/totp/confirm', { body: { code: given } })),
    onSuccess: ({ recoveryCodes }) => {
      queryClient.setQueryData<TotpState>(TOTP, { enabled: true, recoveryCodesLeft: recoveryCodes.length })
      onOn(recoveryCodes)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate(code.trim())
  }
  if (!begin.data) {
    return (
      <div className="grid gap-4">
        <p className="text-sm text-ink-muted">
          Off. With it, a password that somebody else learns is not enough to sign in as you.
        </p>
        {begin.error && <ProblemNotice error={begin.error} />}
        <Button className="justify-self-start" busy={begin.isPending} onClick={() => begin.mutate()}>
          Set up
        </Button>
      </div>
    )
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      <p className="text-sm text-ink-muted">Scan this with an authenticator app, and type the code that it shows.</p>
      <QrCode text={begin.data.uri} label="The secret for an authenticator app, as a QR code" />
      <p className="text-sm text-ink-muted">
        Cannot scan? Type this into the app:{' '}
        <code className="font-mono text-xs break-all text-ink select-all">{begin.data.secret}</code>
      </p>
      <Field label="Code" error={confirm.error?.fields.code}>
        <Input
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          className="max-w-40"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      {confirm.error && !confirm.error.fields.code && <ProblemNotice error={confirm.error} />}
      <div className="flex gap-3">
        <Button type="submit" busy={confirm.isPending}>
          Switch on
        </Button>
        <Button variant="ghost" onClick={() => begin.reset()}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

function On({ left }: { left: number }) {
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState(false)
  // Asked for until it is known that the account has none.
  const hasPassword = useWaysIn().data?.password ?? true
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const remove = useMutation<unknown, ProblemError, void>({
    mutationFn: () =>
      unwrap(api.DELETE('/api/auth/totp', { body: { ...(hasPassword && { password }), code: code.trim() } })),
    onSuccess: () => {
      queryClient.setQueryData<TotpState>(TOTP, { enabled: false, recoveryCodesLeft: 0 })
      toast('Second factor switched off')
    },
  })
  const fields = remove.error?.fields ?? {}
  return (
    <div className="grid gap-4">
      <p className="flex items-center gap-2 font-semibold">
        <ShieldCheck aria-hidden className="size-5 text-accent-ink" /> On
      </p>
      <p className="text-sm text-ink-muted">
        {left === 1 ? 'One recovery code is' : `${left} recovery codes are`} left.
        {left < 3 && ' Switch it off and on again to get new ones.'}
      </p>
      <Button variant="secondary" className="justify-self-start" onClick={() => setAsked(true)}>
        Switch off
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
        title="Switch the second factor off?"
        description={`Your ${hasPassword ? 'password' : 'provider'} alone will be enough to sign in again.`}
        confirmLabel="Switch off"
        keepLabel="Keep it on"
        busy={remove.isPending}
        error={fields.password || fields.code ? null : remove.error}
      >
        <ProofFields
          password={hasPassword ? { value: password, onChange: setPassword } : null}
          code={{ value: code, onChange: setCode }}
          errors={fields}
        />
      </ConfirmDialog>
    </div>
  )
}
