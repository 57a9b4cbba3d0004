import { ExternalLink } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type PageState, useSitePages } from '@/api/sources'
import type { SitePage, SitePages, Source } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import { grouped } from '@/lib/format'
import { isUnderWay } from './kinds'
import { nameOf } from './trouble'

interface SitePagesDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

/** The pages of a website, what became of each, and why. */
export function SitePagesDialog({ source, open, onClose }: SitePagesDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Pages of the site"
      description={<span className="break-words">{source.title}</span>}
      className="sm:w-[min(48rem,calc(100vw-2rem))]"
    >
      <Pages source={source} />
    </Dialog>
  )
}

function Pages({ source }: { source: Source }) {
  const [state, setState] = useState<PageState>()
  const list = useSitePages(source, state)
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const counts = list.data?.pages[0]?.counts
  if (list.isError && !counts) {
    return <ProblemNotice error={list.error} onRetry={() => list.refetch()} className="mt-6" />
  }
  if (!counts) {
    return (
      <Loading label="Loading the pages" className="mt-6 grid gap-3">
        {[1, 2, 3, 4].map((row) => (
          <Skeleton key={row} className="h-9" />
        ))}
      </Loading>
    )
  }
  return (
    <>
      <Filter counts={counts} working={isUnderWay(source)} state={state} onChange={setState} />
      {items.length === 0 ? (
        <p className="mt-5 text-ink-muted">
          {isUnderWay(source) ? 'None has been found yet.' : 'There are none to show.'}
        </p>
      ) : (
        <ul className="mt-4 divide-y divide-line border-y border-line" aria-label="Pages">
          {items.map((page) => (
            <PageItem key={page.ordinal} page={page} working={isUnderWay(source)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-4 text-center">
          <Button variant="secondary" size="sm" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}

interface FilterProps {
  counts: SitePages['counts']
  working: boolean
  state: PageState | undefined
  onChange: (state: PageState | undefined) => void
}

function Filter({ counts, working, state, onChange }: FilterProps) {
  const all = Object.values(counts).reduce((sum, pages) => sum + pages, 0)
  const states = (Object.keys(NAMES) as PageState[]).filter((one) => counts[one] > 0)
  return (
    <fieldset className="mt-5 flex flex-wrap gap-2">
      <legend className="sr-only">Show</legend>
      <Choice chosen={state === undefined} onClick={() => onChange(undefined)}>
        All {grouped(all)}
      </Choice>
      {states.map((one) => (
        <Choice key={one} chosen={state === one} onClick={() => onChange(one)}>
          {nameOfState(one, working)} {grouped(counts[one])}
        </Choice>
      ))}
    </fieldset>
  )
}

function Choice({ chosen, onClick, children }: { chosen: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Button
      variant="secondary"
      size="sm"
      aria-pressed={chosen}
      className={cn('rounded-full', chosen && 'border-accent-ink bg-accent-soft text-accent-ink')}
      onClick={onClick}
    >
      {children}
    </Button>
  )
}

const NAMES: Record<PageState, string> = {
  failed: 'Not read',
  skipped: 'Left out',
  read: 'Read',
  unchanged: 'Not changed',
  found: 'Beyond the limit',
}
const TONES = { failed: 'danger', skipped: 'neutral', read: 'good', unchanged: 'good', found: 'neutral' } as const

function nameOfState(state: PageState, working: boolean): string {
  return state === 'found' && working ? 'Waiting' : NAMES[state]
}

function PageItem({ page, working }: { page: SitePage; working: boolean }) {
  return (
    <li className="flex items-start justify-between gap-4 py-2.5">
      <div className="min-w-0">
        <a
          href={page.url}
          target="_blank"
          rel="noreferrer"
          className="text-sm font-medium break-all underline-offset-4 hover:underline"
        >
          {page.url.replace(/^https?:\/\//, '')}
          <ExternalLink aria-label="(opens in a new tab)" className="ml-1.5 inline size-3.5 text-ink-faint" />
        </a>
        <p className="text-sm text-ink-muted">{reason(page, working)}</p>
      </div>
      <Badge tone={TONES[page.state]}>{nameOfState(page.state, working)}</Badge>
    </li>
  )
}

function reason({ state, problem }: SitePage, working: boolean): string {
  if (problem) {
    const name = nameOf(problem.code)
    return name ? `${name}. ${problem.message}` : problem.message
  }
  if (state === 'skipped') {
    return 'The same as another page.'
  }
  return state === 'found' && !working ? 'As many pages as you allowed were read before it.' : ''
}
