import { type ReactNode, useState } from 'react'
import { useAllSources } from '@/api/sources'
import type { Source } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { grouped } from '@/lib/format'

interface OlderSourcesProps {
  botId: string
  /** How many are not shown yet. */
  count: number
  shown: Source[]
  row: (source: Source) => ReactNode
}

/** Of very many sources not all come with the status: the others are read from the oldest on, when they are wished for. */
export function OlderSources({ botId, count, shown, row }: OlderSourcesProps) {
  const [wished, setWished] = useState(false)
  return wished ? (
    <FromTheOldest botId={botId} shown={shown} row={row} />
  ) : (
    <p className="mt-6 text-ink-muted">
      {count === 1 ? 'One older source is' : `${grouped(count)} older sources are`} not shown here. Answers come from{' '}
      {count === 1 ? 'it' : 'them'} as well.{' '}
      <Button variant="link" onClick={() => setWished(true)}>
        Show the oldest
      </Button>
    </p>
  )
}

function FromTheOldest({ botId, shown, row }: Omit<OlderSourcesProps, 'count'>) {
  const list = useAllSources(botId)
  const known = new Set(shown.map(({ id }) => id))
  const older = (list.data?.pages.flatMap((page) => page.items) ?? []).filter(({ id }) => !known.has(id))
  return (
    <section className="mt-10" aria-labelledby="oldest">
      <h2 id="oldest" className="text-lg font-bold">
        The oldest sources
      </h2>
      {list.isError && <ProblemNotice error={list.error} onRetry={() => list.refetch()} className="mt-4" />}
      <ul className="mt-4 divide-y divide-line border-y border-line" aria-label="The oldest sources">
        {older.map(row)}
      </ul>
      {(list.isPending || list.hasNextPage) && (
        <div className="mt-4 text-center">
          <Button variant="secondary" size="sm" busy={list.isFetching} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </section>
  )
}
