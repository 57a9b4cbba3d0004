import { ExternalLink } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Segment, Source } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import { playTime } from '@/lib/format'
import { type Piece, passageRange, pieces, type Target } from './passage-range'
import { useSegments } from './use-segments'

interface SegmentReaderProps {
  botId: string
  sourceId: string
  target: Target | undefined
  /** Of its parts: one below the heading that it stands under. */
  heading?: 'h2' | 'h3'
  className?: string
}

/** The text of a source, with the cited passage highlighted and brought into view. */
export function SegmentReader({ botId, sourceId, target, heading = 'h3', className }: SegmentReaderProps) {
  const segments = useSegments(botId, sourceId, target?.segment ?? 0)
  const mark = useRef<HTMLElement>(null)
  const items = segments.data?.pages.flatMap((page) => page.items) ?? []
  const loaded = segments.data !== undefined
  const type = segments.data?.pages[0]?.source.type

  useEffect(() => {
    if (loaded) {
      const quoted = mark.current?.querySelector('.highlighter')
      ;(quoted ?? mark.current)?.scrollIntoView({ block: 'center' })
    }
  }, [loaded])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls has to be reachable by keyboard
    <section className={className} tabIndex={0} aria-label="Text of the source">
      {segments.isPending && (
        <Loading label="Loading the passage" className="grid gap-3">
          {[12, 11, 12, 9, 12, 10].map((width, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change their order
            <Skeleton key={line} className={cn('h-4', width === 12 ? 'w-full' : width > 9 ? 'w-11/12' : 'w-3/5')} />
          ))}
        </Loading>
      )}
      {segments.isError && !loaded && (
        <ProblemNotice
          error={
            segments.error.status === 404
              ? new Error('This source has been deleted, so its text can no longer be shown.')
              : segments.error
          }
          onRetry={segments.error.status === 404 ? undefined : () => segments.refetch()}
        />
      )}
      {segments.hasPreviousPage && (
        <More
          label="Show what comes before"
          busy={segments.isFetchingPreviousPage}
          onClick={() => segments.fetchPreviousPage()}
        />
      )}
      {items.map((segment, index) => (
        <SegmentText
          key={segment.ordinal}
          segment={segment}
          type={type}
          heading={heading}
          beginsPage={type === 'url' && segment.url !== items[index - 1]?.url}
          target={segment.ordinal === target?.segment ? target : undefined}
          mark={mark}
        />
      ))}
      {loaded && items.length === 0 && <p className="text-ink-muted">There is no text in this source.</p>}
      {segments.hasNextPage && (
        <More
          label="Show what comes next"
          busy={segments.isFetchingNextPage}
          onClick={() => segments.fetchNextPage()}
        />
      )}
    </section>
  )
}

interface SegmentTextProps {
  segment: Segment
  type: Source['type'] | undefined
  heading: 'h2' | 'h3'
  /** Of a website: the text before it is of another page. */
  beginsPage: boolean
  target: Target | undefined
  mark: React.RefObject<HTMLElement | null>
}

function SegmentText({ segment, type, heading: Heading, beginsPage, target, mark }: SegmentTextProps) {
  const range = target && passageRange(segment.text, target)
  const { text, url } = segment
  return (
    <section className="not-first:mt-7">
      {beginsPage && url && (
        <p className="mb-3 text-sm font-semibold">
          <WebLink href={url}>{url.replace(/^https?:\/\//, '')}</WebLink>
        </p>
      )}
      <Heading
        className={cn(
          'mb-2 font-sans tracking-normal',
          type === 'qa'
            ? 'text-base font-semibold'
            : 'flex items-center gap-3 text-xs font-semibold text-ink-faint after:h-px after:grow after:bg-line',
        )}
      >
        <Place segment={segment} />
      </Heading>
      <p
        dir="auto"
        className={cn(
          'text-[0.9375rem] leading-[1.7] break-words whitespace-pre-wrap',
          target ? 'text-ink' : 'text-ink-muted',
        )}
      >
        {range ? (
          <>
            {text.slice(0, range.start)}
            <mark ref={mark} className="bg-transparent text-inherit">
              {pieces(text.slice(range.start, range.end), target?.quotes).flatMap(highlighted)}
            </mark>
            {text.slice(range.end)}
          </>
        ) : (
          text
        )}
      </p>
    </section>
  )
}

function Place({ segment: { ordinal, page, second, section, url } }: { segment: Segment }) {
  if (second !== null) {
    const at = `At ${playTime(second)}`
    return url ? <WebLink href={url}>{at}</WebLink> : at
  }
  return <span className="min-w-0 break-words">{page ? `Page ${page}` : section || `Section ${ordinal + 1}`}</span>
}

function WebLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="break-all text-accent-ink underline-offset-4 hover:underline"
    >
      {children}
      <ExternalLink aria-label="(opens in a new tab)" className="ml-1 inline size-3.5" />
    </a>
  )
}

/** Line by line, so that the highlighter leaves empty lines alone. */
function highlighted({ text, quoted }: Piece, index: number) {
  const marks = quoted ? 'highlighter animate-sweep' : 'bg-mark-soft text-on-mark-soft'
  let at = 0
  return text.split(/(\n\s*)/).map((line) => {
    const key = `${index}/${at}`
    at += line.length
    return line.trim() === '' ? (
      line
    ) : (
      <span key={key} className={marks}>
        {line}
      </span>
    )
  })
}

function More({ label, busy, onClick }: { label: string; busy: boolean; onClick: () => void }) {
  return (
    <div className="my-4 text-center">
      <Button variant="ghost" size="sm" busy={busy} onClick={onClick}>
        {label}
      </Button>
    </div>
  )
}
