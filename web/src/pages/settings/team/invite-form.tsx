import { PencilLine, Send, TextSearch } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useInvite } from '@/api/team'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { RadioCards } from '@/components/ui/radio-cards'
import { toast } from '@/components/ui/toast'
import { ROLE_MEANING, ROLE_NAMES, type TeammateRole } from '@/lib/roles'
import { LimitNotice } from '../limit-notice'

export function InviteForm({ botId }: { botId: string }) {
  const invite = useInvite(botId)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<TeammateRole>('editor')
  const fault = invite.error?.fields.email
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate(
      { email: email.trim(), role },
      {
        onSuccess: ({ email: invited }) => {
          setEmail('')
          toast('Invitation sent', invited)
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field label="E-mail" error={fault}>
        <Input
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          placeholder="grace@example.com"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <RadioCards<TeammateRole>
        label="Role"
        value={role}
        onChange={setRole}
        options={[
          { value: 'editor', label: ROLE_NAMES.editor, hint: ROLE_MEANING.editor, icon: <PencilLine aria-hidden /> },
          { value: 'viewer', label: ROLE_NAMES.viewer, hint: ROLE_MEANING.viewer, icon: <TextSearch aria-hidden /> },
        ]}
      />
      {invite.error && !fault && <LimitNotice error={invite.error} />}
      <Button type="submit" className="justify-self-start" busy={invite.isPending} disabled={email.trim() === ''}>
        <Send aria-hidden />
        Send invitation
      </Button>
    </form>
  )
}
