import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { User } from '@/api/types'
import { useMe } from '@/app/me'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'

export function ProfileForm() {
  const me = useMe().data
  const [name, setName] = useState(me?.name ?? '')
  const queryClient = useQueryClient()
  const save = useMutation<{ name: string }, ProblemError, string>({
    mutationFn: (changed) => unwrap(api.PATCH('/api/users/me', { body: { name: changed } })),
    onSuccess: (profile) => {
      queryClient.setQueryData<User>(['me'], (old) => old && { ...old, name: profile.name })
      toast('Profile saved')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(name.trim())
  }
  return (
    <form onSubmit={submit} className="grid gap-6">
      <Field label="Name" error={save.error?.fields.name}>
        <Input maxLength={100} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="E-mail">
        <Input type="email" value={me?.email ?? ''} readOnly className="text-ink-muted" />
      </Field>
      {save.error && <ProblemNotice error={save.error} />}
      <Button
        type="submit"
        className="justify-self-start"
        busy={save.isPending}
        disabled={name.trim() === (me?.name ?? '')}
      >
        Save profile
      </Button>
    </form>
  )
}
