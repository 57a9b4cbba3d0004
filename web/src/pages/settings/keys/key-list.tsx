import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useRevokeKey } from '@/api/keys'
import type { ApiKey } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import { ago, date } from '@/lib/format'
import { useFocusAfter } from '@/lib/use-focus-after'
import { SCOPES } from './scopes'

export function KeyList({ botId, keys }: { botId: string; keys: ApiKey[] }) {
  const revoke = useRevokeKey(botId)
  const [asked, setAsked] = useState<ApiKey>()
  const place = useFocusAfter<HTMLDivElement>(asked !== undefined)
  const close = () => {
    setAsked(undefined)
    revoke.reset()
  }
  return (
    <div ref={place} tabIndex={-1} className="rounded-lg outline-none">
      {keys.length === 0 && (
        <div className="flex items-center gap-4 rounded-2xl border border-dashed border-line-strong p-5">
          <KeyRound aria-hidden className="size-6 shrink-0 text-ink-faint" />
          <p className="text-sm text-ink-muted">
            <span className="block font-semibold text-ink">No keys yet</span>
            Make one to ask this bot from a shop, a script or an app of your own.
          </p>
        </div>
      )}
      {keys.length > 0 && (
        <ul aria-label="API keys" className="divide-y divide-line">
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setAsked(key)} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={asked !== undefined}
        onClose={close}
        title={`Revoke ${asked?.name}?`}
        description="What uses it is refused within seconds. This cannot be undone."
        confirmLabel="Revoke"
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() =>
          asked &&
          revoke.mutate(asked.id, {
            onSuccess: () => {
              close()
              toast('Key revoked', asked.name)
            },
          })
        }
      />
    </div>
  )
}

function KeyRow({ apiKey: key, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const expired = key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now()
  return (
    <li className="flex items-start gap-4 py-4 first:pt-0 last:pb-0">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          <span className="wrap-anywhere">{key.name}</span>
          {expired && <Badge tone="warn">Expired</Badge>}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <code className="font-mono text-[0.8125rem] text-ink-muted">{key.prefix}…</code>
          {SCOPES.filter(({ scope }) => key.scopes.includes(scope)).map(({ scope, label }) => (
            <Badge key={scope}>{label}</Badge>
          ))}
        </p>
        <p className="mt-1.5 text-sm text-ink-muted">
          {[
            `Made ${date(key.createdAt)}`,
            key.lastUsedAt ? `Used ${ago(key.lastUsedAt)}` : 'Never used',
            key.expiresAt ? `${expired ? 'Expired' : 'Expires'} ${date(key.expiresAt)}` : 'Never expires',
          ].join(' · ')}
        </p>
      </div>
      <Button variant="secondary" size="sm" aria-label={`Revoke ${key.name}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  )
}
