import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { AccountDeletionState } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import { forgetAccount } from '@/lib/forget'
import { ProofFields } from './proof-fields'
import { useTotp } from './use-totp'
import { useWaysIn } from './use-ways-in'

const WORD = 'delete'

export function DeleteAccount() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState(false)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  // Shown until it is known that the account has none.
  const hasPassword = useWaysIn().data?.password
  const factor = useTotp()
  const remove = useMutation<AccountDeletionState, ProblemError, void>({
    mutationFn: () =>
      unwrap(
        api.POST('/api/users/me/deletion', {
          body: { password: password === '' ? null : password, code: code.trim() === '' ? null : code.trim() },
        }),
      ),
    onSuccess: ({ state }) => {
      setAsked(false)
      if (state === 'closed') {
        navigate('/sign-in', { replace: true })
        queryClient.clear()
        forgetAccount()
        toast('Your account is deleted', 'What it held is being erased now.')
      }
    },
  })
  const close = () => {
    setAsked(false)
    setPassword('')
    setCode('')
    remove.reset()
  }
  const fields = remove.error?.fields ?? {}
  return (
    <div className="grid gap-4">
      <p className="text-sm text-ink-muted">
        Your bots, sources, files, conversations, exports and your profile are erased for good, and visitors lose your
        bots. Nobody can bring them back. Export your data first if you want to keep it.
      </p>
      {remove.data?.state === 'confirmationSent' && (
        <p role="status" className="rounded-xl bg-raised p-4 text-sm">
          We have sent you an e-mail. Your account is deleted once you open its link and confirm.
        </p>
      )}
      <Button variant="danger" className="justify-self-start" onClick={() => setAsked(true)}>
        Delete account
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={close}
        onConfirm={() => remove.mutate()}
        title="Delete your account?"
        description="Everything in it is erased, on this device and all others. This cannot be undone."
        confirmLabel="Delete account"
        keepLabel="Keep my account"
        typed={WORD}
        busy={remove.isPending}
        error={fields.password || fields.code ? null : remove.error}
      >
        {hasPassword === false && (
          <p className="text-sm text-ink-muted">You get an e-mail first, with a link to confirm it.</p>
        )}
        <ProofFields
          password={hasPassword === false ? null : { value: password, onChange: setPassword }}
          code={factor.data?.enabled ? { value: code, onChange: setCode } : null}
          errors={fields}
        />
      </ConfirmDialog>
    </div>
  )
}
