import { UserRound, X } from 'lucide-react'
import { useState } from 'react'
import { useChangeRole, useRemoveTeammate } from '@/api/team'
import type { Teammate } from '@/api/types'
import { Avatar } from '@/components/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Select } from '@/components/ui/select'
import { toast, toastProblem } from '@/components/ui/toast'
import { ROLE_NAMES, type TeammateRole } from '@/lib/roles'
import { useFocusAfter } from '@/lib/use-focus-after'

interface TeammateListProps {
  botId: string
  teammates: Teammate[]
  /** Whether it is the owner who looks. */
  manages: boolean
  me: string | undefined
}

export function TeammateList({ botId, teammates, manages, me }: TeammateListProps) {
  const remove = useRemoveTeammate(botId)
  const [leaving, setLeaving] = useState<Teammate>()
  const place = useFocusAfter<HTMLDivElement>(leaving !== undefined)
  const close = () => {
    setLeaving(undefined)
    remove.reset()
  }
  return (
    <div ref={place} tabIndex={-1} className="rounded-lg outline-none">
      {teammates.length === 0 && (
        <div className="flex items-center gap-4 rounded-2xl border border-dashed border-line-strong p-5">
          <UserRound aria-hidden className="size-6 shrink-0 text-ink-faint" />
          <p className="text-sm text-ink-muted">
            <span className="block font-semibold text-ink">Nobody else yet</span>
            {manages ? 'Invite somebody, and they appear here once they accept.' : 'Only its owner uses it.'}
          </p>
        </div>
      )}
      {teammates.length > 0 && (
        <ul aria-label="Team" className="divide-y divide-line">
          {teammates.map((teammate) => (
            <li key={teammate.id} className="flex flex-wrap items-center gap-x-4 gap-y-2.5 py-3.5 first:pt-0 last:pb-0">
              <Avatar name={teammate.name || teammate.email} url={null} className="size-10 shrink-0 text-sm" />
              <div className="min-w-0 grow basis-40">
                <p className="font-semibold wrap-anywhere">
                  {teammate.name || teammate.email}
                  {teammate.id === me && <span className="font-normal text-ink-muted"> (you)</span>}
                </p>
                {teammate.name && <p className="text-sm text-ink-muted wrap-anywhere">{teammate.email}</p>}
              </div>
              {manages ? (
                <div className="flex items-center gap-1.5 max-sm:ml-14">
                  <RoleSelect botId={botId} teammate={teammate} />
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Remove ${teammate.name || teammate.email}`}
                    onClick={() => setLeaving(teammate)}
                  >
                    <X aria-hidden />
                  </Button>
                </div>
              ) : (
                <Badge className="max-sm:ml-14">{ROLE_NAMES[teammate.role]}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={leaving !== undefined}
        onClose={close}
        title={`Remove ${leaving?.name || leaving?.email}?`}
        description="They cannot use this bot any more, within seconds. You can invite them again."
        confirmLabel="Remove"
        keepLabel="Keep"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          leaving &&
          remove.mutate(leaving.id, {
            onSuccess: () => {
              close()
              toast('Removed from the team', leaving.email)
            },
          })
        }
      />
    </div>
  )
}

function RoleSelect({ botId, teammate }: { botId: string; teammate: Teammate }) {
  const change = useChangeRole(botId)
  const name = teammate.name || teammate.email
  return (
    <Select
      aria-label={`Role of ${name}`}
      className="h-9 w-28 text-sm"
      value={change.isPending ? change.variables.role : teammate.role}
      onChange={({ target }) => {
        const role = target.value as TeammateRole
        change.mutate(
          { id: teammate.id, role },
          {
            onSuccess: () => toast('Role changed', `${name} is ${ROLE_NAMES[role].toLowerCase()} now.`),
            onError: toastProblem,
          },
        )
      }}
    >
      <option value="editor">{ROLE_NAMES.editor}</option>
      <option value="viewer">{ROLE_NAMES.viewer}</option>
    </Select>
  )
}
