import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ExternalLink, EyeOff } from 'lucide-react'
import { Link, useParams, useSearchParams } from 'react-router'
import { api, unwrap } from '@/api/client'
import type { ProblemError } from '@/api/problem'
import type { Segment, Source } from '@/api/types'
import { EmptyState } from '@/components/empty-state'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { count, playTime } from '@/lib/format'
import { FileIcon } from '@/pages/sources/file-icon'
import { isUnderWay } from '@/pages/sources/kinds'
import { SourceProgress } from '@/pages/sources/source-progress'
import { SourceTrouble } from '@/pages/sources/source-trouble'
import { openOriginal } from './open-original'
import type { Target } from './passage-range'
import { SegmentReader } from './segment-reader'
import { useSegments } from './use-segments'

/** The page that citations link to: the source's text, opened at the cited passage. */
export function PreviewPage() {
  const { botId = '', sourceId = '' } = useParams()
  const [search] = useSearchParams()
  const target = readTarget(search)
  const source = useQuery<Source, ProblemError>({
    queryKey: ['source', botId, sourceId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/chatbots/{botId}/sources/{id}', { params: { path: { botId, id: sourceId } }, signal })),
    refetchInterval: ({ state }) => (state.data && !state.data.live && isUnderWay(state.data) ? 3_000 : false),
  })
  const cited = useCited(botId, sourceId, target)

  if (source.isError && !source.data) {
    return source.error.status === 404 || source.error.status === 400 ? (
      <EmptyState
        title="This source is gone"
        action={
          <Button asChild>
            <Link to={`/bots/${botId}/sources`}>All sources</Link>
          </Button>
        }
      >
        It has been deleted since it was cited.
      </EmptyState>
    ) : (
      <div className="mx-auto w-full max-w-2xl p-6">
        <ProblemNotice error={source.error} onRetry={() => source.refetch()} />
      </div>
    )
  }
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-6 sm:py-10">
      <title>{`${source.data?.title ?? 'Source'} · ChatForge`}</title>
      <Button variant="link" size="sm" asChild>
        <Link to={`/bots/${botId}/sources`}>
          <ArrowLeft aria-hidden />
          Sources
        </Link>
      </Button>
      <div className="sticky top-15 z-10 -mx-2 mt-2 mb-5 flex flex-wrap items-center gap-4 bg-canvas/95 px-2 py-3 backdrop-blur-sm max-md:top-28">
        <FileIcon {...source.data} />
        <div className="min-w-0 grow">
          {source.data ? (
            <>
              <h1 className="text-xl font-bold break-words sm:text-2xl">{source.data.title}</h1>
              <p className="text-sm text-ink-muted">{extent(source.data)}</p>
            </>
          ) : (
            <Skeleton className="h-8 w-64" />
          )}
        </div>
        {source.data && <Original source={source.data} cited={cited} />}
      </div>
      {source.data?.citable === false && <LearnOnly />}
      {source.data?.live === false ? (
        <NotRead source={source.data} />
      ) : (
        <SegmentReader
          key={search.toString()}
          botId={botId}
          sourceId={sourceId}
          target={target}
          heading="h2"
          className="rounded-2xl border border-line bg-surface px-5 py-6 sm:px-9 sm:py-8"
        />
      )}
    </div>
  )
}

function useCited(botId: string, sourceId: string, target: Target | undefined): Segment | undefined {
  const segments = useSegments(botId, sourceId, target?.segment ?? 0)
  const items = segments.data?.pages.flatMap(({ items }) => items) ?? []
  return target && items.find(({ ordinal }) => ordinal === target.segment)
}

/** The way to where the text comes from: to the cited place of it, if there is one. */
function Original({ source, cited }: { source: Source; cited: Segment | undefined }) {
  const { type, url, chatbotId, id } = source
  const page = cited?.page
  if (type === 'file') {
    return (
      <Button variant="secondary" onClick={() => openOriginal(chatbotId, id, page)}>
        <ExternalLink aria-hidden />
        {page ? `Open original at page ${page}` : 'Open original'}
      </Button>
    )
  }
  if (!url) {
    return null
  }
  const second = cited?.second ?? null
  const watch = second === null ? 'Open the video' : `Watch at ${playTime(second)}`
  return (
    <Button variant="secondary" asChild>
      <a href={cited?.url ?? url} target="_blank" rel="noreferrer">
        <ExternalLink aria-hidden />
        {type === 'video' ? watch : 'Open the page'}
      </a>
    </Button>
  )
}

/** Whoever sees this may change the source: to viewers learn-only sources are not shown at all. */
function LearnOnly() {
  return (
    <p className="mb-4 flex gap-2.5 rounded-xl bg-warn-soft px-4 py-3 text-sm">
      <EyeOff aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span>
        <strong className="font-semibold">Learn only.</strong> The bot uses this to answer, but never shows, quotes,
        names or links it. The owner and editors see it here, nobody else does.
      </span>
    </p>
  )
}

function readTarget(search: URLSearchParams): Target | undefined {
  const number = (name: string) => {
    const text = search.get(name)
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
  }
  const segment = number('segment')
  return segment === undefined ? undefined : { segment, start: number('start') ?? 0, end: number('end') ?? 0 }
}

/** There is no text yet, or it could not be had. */
function NotRead({ source }: { source: Source }) {
  return (
    <div className="rounded-2xl border border-line bg-surface px-5 py-6 sm:px-9">
      {source.status === 'failed' ? <SourceTrouble source={source} /> : <SourceProgress source={source} />}
    </div>
  )
}

function extent({ pages, segments, passages }: Source): string {
  return [
    pages ? count(pages, 'page') : segments ? count(segments, 'section') : '',
    passages ? count(passages, 'passage') : '',
  ]
    .filter(Boolean)
    .join(', ')
}
