import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Profile } from '@/api/types'
import { useProfile } from '@/app/me'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'

/** Those that e-mails are written in. */
const LANGUAGES = ['en', 'de', 'es', 'zh']

export function ProfileForm() {
  const profile = useProfile()
  if (profile.isError && !profile.data) {
    return <ProblemNotice error={profile.error} onRetry={() => profile.refetch()} />
  }
  if (!profile.data) {
    return (
      <Loading label="Loading the profile" className="grid gap-3">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  return <Form profile={profile.data} />
}

type Edited = Pick<Profile, 'name' | 'language'>

function Form({ profile }: { profile: Profile }) {
  const [edited, setEdited] = useState<Partial<Edited>>({})
  const { name, language } = { ...profile, ...edited }
  const queryClient = useQueryClient()
  const save = useMutation<Profile, ProblemError, Edited>({
    mutationFn: (body) => unwrap(api.PATCH('/api/users/me', { body })),
    onSuccess: (changed, sent) => {
      queryClient.setQueryData(['profile'], changed)
      // What was typed while it was on its way is still to be saved.
      setEdited(({ name = sent.name, language = sent.language }) => ({
        ...(name.trim() !== sent.name && { name }),
        ...(language !== sent.language && { language }),
      }))
      toast('Profile saved')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name: name.trim(), language })
  }
  const unchanged = name.trim() === profile.name && language === profile.language
  return (
    <form onSubmit={submit} className="grid gap-6">
      <Field label="Name" error={save.error?.fields.name}>
        <Input
          maxLength={100}
          autoComplete="name"
          value={name}
          onChange={(event) => setEdited({ ...edited, name: event.target.value })}
        />
      </Field>
      <Field label="E-mail">
        <Input type="email" value={profile.email} readOnly className="text-ink-muted" />
      </Field>
      <Field label="Language" hint="Of the e-mails to you." error={save.error?.fields.language}>
        <Select value={language} onChange={(event) => setEdited({ ...edited, language: event.target.value })}>
          {[...new Set([...LANGUAGES, profile.language])].map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </Select>
      </Field>
      {save.error && <ProblemNotice error={save.error} />}
      <Button
        type="submit"
        className="justify-self-start"
        busy={save.isPending}
        disabled={name.trim() === '' || unchanged}
      >
        Save profile
      </Button>
    </form>
  )
}

/** In the language itself, as its speakers look for it. */
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
