import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { LinkedIdentity, OAuthAddress, SignInProvider } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { ago } from '@/lib/format'
import { ReturnProblem } from '@/pages/auth/return-problem'
import { useProviders } from '@/pages/auth/use-providers'
import { PasswordRow } from './password-row'
import { useWaysIn, WAYS_IN } from './use-ways-in'

export function IdentityList() {
  const [search] = useSearchParams()
  const error = search.get('error')
  const ways = useWaysIn()
  const providers = useProviders().data ?? []
  if (ways.isError && !ways.data) {
    return <ProblemNotice error={ways.error} onRetry={() => ways.refetch()} />
  }
  if (!ways.data) {
    return (
      <Loading label="Loading the ways to sign in">
        <Skeleton className="h-12" />
      </Loading>
    )
  }
  const linked = ways.data.items
  const open = providers.filter(({ name }) => linked.every(({ provider }) => provider !== name))
  return (
    <div className="grid gap-5">
      {error && (
        // Back from the provider at the top of a long page, nobody would see it.
        <div ref={(notice) => notice?.scrollIntoView({ block: 'center' })}>
          <ReturnProblem code={error} />
        </div>
      )}
      <ul className="divide-y divide-line">
        <PasswordRow isSet={ways.data.password} />
        {linked.map((identity) => (
          <Linked
            key={identity.id}
            identity={identity}
            label={labelOf(identity.provider, providers)}
            onlyWay={!ways.data.password && linked.length === 1}
          />
        ))}
      </ul>
      {open.length > 0 && (
        <ul className="flex flex-wrap gap-3">
          {open.map((provider) => (
            <li key={provider.name}>
              <Link provider={provider} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function labelOf(name: string, providers: SignInProvider[]): string {
  return providers.find((provider) => provider.name === name)?.label ?? name
}

interface LinkedProps {
  identity: LinkedIdentity
  label: string
  /** The last way to sign in stays. */
  onlyWay: boolean
}

function Linked({ identity, label, onlyWay }: LinkedProps) {
  const queryClient = useQueryClient()
  const unlink = useMutation<unknown, ProblemError, void>({
    mutationFn: () => unwrap(api.DELETE('/api/auth/identities/{id}', { params: { path: { id: identity.id } } })),
    onSuccess: () => {
      toast(`${label} unlinked`)
      return queryClient.invalidateQueries({ queryKey: WAYS_IN })
    },
  })
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 py-3 last:pb-0">
      <div className="flex items-center gap-4">
        <div className="min-w-0 grow">
          <p className="truncate font-semibold">{label}</p>
          <p className="truncate text-sm text-ink-muted">
            {identity.email ? `${identity.email}, used ` : 'Used '}
            {ago(identity.lastUsedAt)}
          </p>
          {onlyWay && (
            <p className="text-sm text-ink-muted">Your only way to sign in. Choose a password before you unlink it.</p>
          )}
        </div>
        {!onlyWay && (
          <Button
            variant="secondary"
            size="sm"
            aria-label={`Unlink ${label}`}
            busy={unlink.isPending}
            onClick={() => unlink.mutate()}
          >
            Unlink
          </Button>
        )}
      </div>
      {unlink.error && <ProblemNotice error={unlink.error} />}
    </li>
  )
}

function Link({ provider }: { provider: SignInProvider }) {
  const begin = useMutation<OAuthAddress, ProblemError, void>({
    mutationFn: () =>
      unwrap(
        api.POST('/api/auth/oauth/{provider}/start', {
          params: { path: { provider: provider.name } },
          body: { link: true, next: '/account' },
        }),
      ),
    onSuccess: ({ authorizationUrl }) => location.assign(authorizationUrl),
  })
  return (
    <div className="grid gap-3">
      <Button variant="secondary" busy={begin.isPending} onClick={() => begin.mutate()}>
        Link {provider.label}
      </Button>
      {begin.error && <ProblemNotice error={begin.error} />}
    </div>
  )
}
