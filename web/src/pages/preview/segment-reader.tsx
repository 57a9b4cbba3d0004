import { useEffect, useRef } from 'react'
import type { Segment } from '@/api/types'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import { type Piece, passageRange, pieces, type Target } from './passage-range'
import { useSegments } from './use-segments'

interface SegmentReaderProps {
  botId: string
  sourceId: string
  target: Target | undefined
  className?: string
}

/** The text of a source, with the cited passage highlighted and brought into view. */
export function SegmentReader({ botId, sourceId, target, className }: SegmentReaderProps) {
  const segments = useSegments(botId, sourceId, target?.segment ?? 0)
  const mark = useRef<HTMLElement>(null)
  const items = segments.data?.pages.flatMap((page) => page.items) ?? []
  const loaded = segments.data !== undefined

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
      {items.map((segment) => (
        <SegmentText
          key={segment.ordinal}
          segment={segment}
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
  target: Target | undefined
  mark: React.RefObject<HTMLElement | null>
}

function SegmentText({ segment, target, mark }: SegmentTextProps) {
  const range = target && passageRange(segment.text, target)
  const { text } = segment
  return (
    <section className="not-first:mt-7">
      <h3 className="mb-2 flex items-center gap-3 font-sans text-xs font-semibold tracking-normal text-ink-faint after:h-px after:grow after:bg-line">
        {segment.page ? `Page ${segment.page}` : segment.section || `Section ${segment.ordinal + 1}`}
      </h3>
      <p
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
