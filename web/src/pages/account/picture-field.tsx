import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useRef } from 'react'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Profile } from '@/api/types'
import { useProfile } from '@/app/me'
import { Avatar } from '@/components/avatar'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'

const TYPES = ['image/png', 'image/jpeg', 'image/gif']

export function PictureField() {
  const profile = useProfile().data
  return profile ? <Picture profile={profile} /> : null
}

function Picture({ profile }: { profile: Profile }) {
  const input = useRef<HTMLInputElement>(null)
  const queryClient = useQueryClient()
  const upload = useMutation<Profile, ProblemError, File>({
    mutationFn: (file) =>
      unwrap(
        api.PUT('/api/users/me/avatar', {
          // The generated type knows bytes only as text.
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as File,
          headers: { 'Content-Type': TYPES.includes(file.type) ? file.type : 'image/png' },
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(['profile'], changed)
      toast('Picture saved')
    },
  })
  const remove = useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.DELETE('/api/users/me/avatar')),
    onSuccess: () => {
      queryClient.setQueryData<Profile>(['profile'], { ...profile, avatarUrl: null })
      toast('Picture removed')
    },
  })
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    if (file) {
      remove.reset()
      upload.mutate(file)
    }
    // So that the same file can be chosen again after a refusal.
    target.value = ''
  }
  const problem = upload.error ?? remove.error
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-4">
        <Avatar name={profile.name || profile.email} url={profile.avatarUrl} className="size-20 text-2xl" />
        <input
          ref={input}
          type="file"
          accept={TYPES.join(',')}
          aria-label="Picture"
          tabIndex={-1}
          className="sr-only"
          onChange={choose}
        />
        <Button variant="secondary" busy={upload.isPending} onClick={() => input.current?.click()}>
          {profile.avatarUrl ? 'Change picture' : 'Choose a picture'}
        </Button>
        {profile.avatarUrl && (
          <Button variant="ghost" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove picture
          </Button>
        )}
      </div>
      <p className="text-sm text-ink-muted">PNG, JPEG or GIF, up to 5 MB. The middle of it is shown.</p>
      {problem && <ProblemNotice error={problem} />}
    </div>
  )
}
