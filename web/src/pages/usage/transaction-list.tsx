import { useState } from 'react'
import type { CreditTransaction } from '@/api/types'
import { useTransactions } from '@/api/usage'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import { dateTime, grouped } from '@/lib/format'

const NAMES: Record<CreditTransaction['kind'], string> = {
  allowance: 'Allowance of the month',
  grant: 'Granted',
  purchase: 'Bought',
  reservation: 'Held for an answer',
  settlement: 'Given back after an answer',
  expiry: 'Given back after an answer that broke off',
  lapse: 'Rest of an allowance lapsed',
  closing: 'Account closed',
}

/** Every change of the credits, newest first. */
export function TransactionList() {
  const [kind, setKind] = useState('')
  const transactions = useTransactions(kind)
  const items = transactions.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="history" className="mt-10">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h2 id="history" className="text-lg font-semibold">
          History of credits
        </h2>
        <Field label="Only" className="w-full sm:w-60">
          <Select value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">Everything</option>
            {Object.entries(NAMES).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {transactions.isError && (
        <ProblemNotice error={transactions.error} onRetry={() => transactions.refetch()} className="mt-4" />
      )}
      {transactions.isPending && (
        <Loading label="Loading the history" className="mt-4 grid gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      )}
      {transactions.data && items.length === 0 && (
        <p className="mt-4 text-ink-muted">
          {kind ? 'There is nothing of this kind.' : 'Nothing has changed your credits so far.'}
        </p>
      )}
      <ul className="mt-4 divide-y divide-line">
        {items.map((item) => (
          <li key={item.number} className="flex items-baseline gap-4 py-2.5 text-sm">
            <div className="min-w-0 grow">
              <p className="font-medium">{NAMES[item.kind] ?? item.kind}</p>
              <p className="text-ink-muted">{[dateTime(item.at), ...details(item)].join(' · ')}</p>
            </div>
            <p className="shrink-0 text-right tabular-nums">
              <span className={cn('font-semibold', item.amount > 0 && 'text-good')}>{signed(item.amount)}</span>
              <span className="block text-xs text-ink-muted">{grouped(item.available)} left</span>
            </p>
          </li>
        ))}
      </ul>
      {transactions.hasNextPage && (
        <Button
          variant="secondary"
          size="sm"
          className="mt-3"
          busy={transactions.isFetchingNextPage}
          onClick={() => transactions.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </section>
  )
}

function details({ model, consumed, writtenOff, note }: CreditTransaction): string[] {
  return [
    model ?? '',
    consumed > 0 ? `${grouped(consumed)} used` : '',
    writtenOff > 0 ? `${grouped(writtenOff)} of them not charged` : '',
    note ?? '',
  ].filter((detail) => detail !== '')
}

function signed(amount: number): string {
  return amount === 0 ? '±0' : `${amount > 0 ? '+' : '−'}${grouped(Math.abs(amount))}`
}
