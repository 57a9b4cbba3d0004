import { type ReactNode, useState } from 'react'
import { useBotNames } from '@/api/bots'
import type { CreditBalance } from '@/api/types'
import { type UsageApart, useBalance, useUsage } from '@/api/usage'
import { DayBars } from '@/components/charts/day-bars'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Field } from '@/components/ui/field'
import { Progress } from '@/components/ui/progress'
import { Select } from '@/components/ui/select'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { count, date, grouped, shortDay } from '@/lib/format'
import { Breakdown } from './breakdown'
import { bounds, by, days, MEASURES, type Measure, PERIODS, type Period } from './sums'
import { TransactionList } from './transaction-list'

export function UsagePage() {
  const [period, setPeriod] = useState<Period>('month')
  const [measure, setMeasure] = useState<Measure>('credits')
  const { from, to } = bounds(period)
  const usage = useUsage(from, to)
  const balance = useBalance()
  const missing = usage.data === null && balance.data === null

  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Usage · ChatForge</title>
      <h1 className="text-2xl font-bold sm:text-3xl">Usage</h1>
      <p className="mt-1.5 text-ink-muted">What the answers of your bots took, and what is left.</p>
      {missing && (
        <EmptyState title="Nothing is counted here yet">
          This ChatForge keeps no account of credits. The tokens of an answer stand below it in the chat; the operator
          can update the server to see them summed up here.
        </EmptyState>
      )}
      {balance.isError && <ProblemNotice error={balance.error} onRetry={() => balance.refetch()} className="mt-6" />}
      {balance.isPending && (
        <Loading label="Loading your credits" className="mt-8">
          <Skeleton className="h-24" />
        </Loading>
      )}
      {balance.data && <BalanceCard {...balance.data} />}
      {!missing && (
        <section aria-labelledby="usage" className="mt-10">
          <div className="flex flex-wrap items-end justify-between gap-4">
            <h2 id="usage" className="text-lg font-semibold">
              Day by day
            </h2>
            <div className="flex w-full gap-3 sm:w-auto">
              <Choice label="Period" value={period} options={PERIODS} onChange={setPeriod} />
              <Choice label="Show" value={measure} options={MEASURES} onChange={setMeasure} />
            </div>
          </div>
          {usage.isError && <ProblemNotice error={usage.error} onRetry={() => usage.refetch()} className="mt-4" />}
          {usage.isPending && (
            <Loading label="Loading the usage" className="mt-4">
              <Skeleton className="h-64" />
            </Loading>
          )}
          {usage.data === null && <p className="mt-4 text-ink-muted">This server keeps no statistics of use yet.</p>}
          {usage.data && <Statistics usage={usage.data} measure={measure} period={period} />}
        </section>
      )}
      {balance.data && <TransactionList />}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: Record<T, string>
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Field label={label} className="grow sm:w-44">
      <Select value={value} onChange={(event) => onChange(event.target.value as T)}>
        {Object.entries<string>(options).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function Statistics({ usage, measure, period }: { usage: UsageApart; measure: Measure; period: Period }) {
  const botName = useNameOfBot()
  const { total } = usage
  return (
    <>
      <dl className="mt-4 grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure name="Answers">{grouped(total.answers)}</Figure>
        <Figure name="Tokens read" more={total.cachedTokens > 0 && `${grouped(total.cachedTokens)} from a cache`}>
          {grouped(total.promptTokens)}
        </Figure>
        <Figure name="Tokens written">{grouped(total.completionTokens)}</Figure>
        <Figure name="Credits" more={total.writtenOff > 0 && `${grouped(total.writtenOff)} more were not charged`}>
          {grouped(total.credits)}
        </Figure>
      </dl>
      {total.answers === 0 ? (
        <p className="mt-6 text-ink-muted">No answers were given in this time.</p>
      ) : (
        <>
          <div className="mt-6">
            <DayBars
              title={`${MEASURES[measure]}, ${PERIODS[period].toLowerCase()}`}
              unit={MEASURES[measure].toLowerCase()}
              days={days(usage.days, usage.from, usage.to, measure).map(({ day, value }) => ({
                key: day,
                label: shortDay(day),
                value,
              }))}
            />
          </div>
          {total.counted > 0 && (
            <p className="mt-2 text-sm text-ink-muted">
              Of {count(total.counted, 'answer')} the provider did not report the tokens; they were counted here.
            </p>
          )}
          <Breakdown
            title="By bot"
            lines={by(usage.bots, ({ botId }) => botId ?? '')}
            name={botName}
            measure={measure}
          />
          <Breakdown
            title="By model"
            lines={by(usage.models, ({ provider, model }) => [provider, model].filter(Boolean).join(' / '))}
            measure={measure}
          />
        </>
      )}
    </>
  )
}

function useNameOfBot(): (id: string) => string {
  const { data, isError } = useBotNames()
  return (id) => {
    if (id === '') {
      return 'Without a bot'
    }
    if (!data) {
      return isError ? 'A bot whose name could not be read' : 'Loading the name'
    }
    return data.get(id) ?? 'A bot that is gone'
  }
}

function Figure({ name, more, children }: { name: string; more?: string | false; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tabular-nums">{children}</dd>
      {more && <dd className="text-xs text-ink-muted">{more}</dd>}
    </div>
  )
}

function BalanceCard({ available, reserved, unlimited, lasting, allowance, renewedAt }: CreditBalance) {
  const share = allowance.allotted === 0 ? 1 : Math.min(1, allowance.spent / allowance.allotted)
  return (
    <section aria-labelledby="credits" className="mt-8 rounded-2xl border border-line bg-surface p-5">
      <h2 id="credits" className="text-sm font-semibold">
        Credits
      </h2>
      <p className="mt-1 text-3xl font-bold tabular-nums">{unlimited ? 'Unlimited' : grouped(available)}</p>
      {unlimited ? (
        <p className="mt-1 text-sm text-ink-muted">Your plan sets no limit. What is used is counted all the same.</p>
      ) : (
        <>
          <p className="mt-1 text-sm text-ink-muted">
            can be spent{reserved > 0 && `; ${grouped(reserved)} more are held for answers under way`}
            {lasting > 0 && `; ${grouped(lasting)} of them never lapse`}.
          </p>
          <Progress label="Used of this month's allowance" value={share} className="mt-4" />
          <p className="mt-2 text-sm text-ink-muted">
            {grouped(allowance.spent)} of this month's {grouped(allowance.allotted)} are used. New ones come on{' '}
            {date(renewedAt)}.
          </p>
          {available === 0 && (
            <p role="status" className="mt-4 rounded-xl bg-warn-soft px-4 py-3 text-sm">
              No answers of models that cost credits can be given until then. Bots without such a model go on, and an
              administrator can add credits.
            </p>
          )}
        </>
      )}
    </section>
  )
}
