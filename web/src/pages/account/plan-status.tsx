import { useEntitlements } from '@/api/plan'
import type { Entitlements, LimitState } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Badge } from '@/components/ui/badge'
import { Progress } from '@/components/ui/progress'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { date, grouped } from '@/lib/format'

const LABELS: Record<LimitState['name'], string> = {
  bots: 'Bots',
  sourcesPerBot: 'Sources for each bot',
  teammatesPerBot: 'Teammates for each bot',
  keysPerBot: 'API keys for each bot',
  uploadBytes: 'Size of a file',
  tokensPerMonth: 'Tokens this month',
  pagesPerSite: 'Pages of each website',
  crawlDepth: 'Links deep into each website',
}

export function PlanStatus() {
  const entitlements = useEntitlements()
  if (entitlements.isError && !entitlements.data) {
    return <ProblemNotice error={entitlements.error} onRetry={() => entitlements.refetch()} />
  }
  if (!entitlements.data) {
    return (
      <Loading label="Loading the plan" className="grid gap-3">
        <Skeleton className="h-8" />
        <Skeleton className="h-24" />
      </Loading>
    )
  }
  return <Plan {...entitlements.data} />
}

function Plan({ plan, trialEndsAt, planAfterTrial, limits }: Entitlements) {
  return (
    <>
      <div className="grid gap-1.5">
        <p className="flex items-center gap-3 text-lg font-semibold">
          {plan.name}
          {trialEndsAt && <Badge tone="accent">Trial</Badge>}
        </p>
        {trialEndsAt && (
          <p className="text-sm text-ink-muted">
            Until {date(trialEndsAt)}; then {planAfterTrial?.name}. Nothing is deleted then: what is above its limits
            stays and can be used, only nothing more can be made.
          </p>
        )}
      </div>
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {limits.map((limit) => (
          <div key={limit.name}>
            <dt className="text-sm text-ink-muted">{LABELS[limit.name]}</dt>
            <dd className="mt-0.5 font-semibold tabular-nums">{amount(limit)}</dd>
            {limit.limit !== null && limit.used !== null && (
              <dd className="mt-1.5">
                <Progress
                  label={LABELS[limit.name]}
                  value={limit.limit === 0 ? 1 : Math.min(1, limit.used / limit.limit)}
                />
              </dd>
            )}
          </div>
        ))}
      </dl>
    </>
  )
}

function amount({ name, limit, used }: LimitState): string {
  const written = (number: number) => (name === 'uploadBytes' ? `${Math.round(number / 2 ** 20)} MB` : grouped(number))
  const most = limit === null ? 'unlimited' : written(limit)
  if (used === null) {
    return limit === null ? 'Unlimited' : `Up to ${most}`
  }
  return limit === null ? `${written(used)} (unlimited)` : `${written(used)} of ${most}`
}
