import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Profile, User } from '@/api/types'
import { useMe, useProfileName } from '@/app/me'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'

export function ProfileForm() {
  const me = useMe().data
  return me ? <Form user={me} /> : null
}

function Form({ user }: { user: User }) {
  const saved = useProfileName(user)
  const [edited, setEdited] = useState<string>()
  const name = edited ?? saved
  const queryClient = useQueryClient()
  const save = useMutation<Profile, ProblemError, string>({
    mutationFn: (changed) => unwrap(api.PATCH('/api/users/me', { body: { name: changed } })),
    onSuccess: (profile) => {
      queryClient.setQueryData(['profile'], profile)
      setEdited(undefined)
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
        <Input maxLength={100} autoComplete="name" value={name} onChange={(event) => setEdited(event.target.value)} />
      </Field>
      <Field label="E-mail">
        <Input type="email" value={user.email} readOnly className="text-ink-muted" />
      </Field>
      {save.error && <ProblemNotice error={save.error} />}
      <Button
        type="submit"
        className="justify-self-start"
        busy={save.isPending}
        disabled={name.trim() === '' || name.trim() === saved}
      >
        Save profile
      </Button>
    </form>
  )
}
