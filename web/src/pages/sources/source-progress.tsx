import type { Source } from '@/api/types'
import { Progress } from '@/components/ui/progress'
import { about, grouped } from '@/lib/format'
import { isHeldBack } from './kinds'

/** Reading is the first stage, learning (embedding) the second; each fills its half of the bar. */
export function SourceProgress({ source }: { source: Source }) {
  const { stage, progress, live, error } = source
  if (isHeldBack(source)) {
    return <p className="mt-0.5 text-sm text-ink-muted">Not started. The bot does not know it yet.</p>
  }
  const share = progress.total ? progress.done / progress.total : null
  const reading = stage === 'extracting' || stage === 'fetching'
  const value = stage === 'embedding' ? 0.5 + (share ?? 0) / 2 : reading && share !== null ? share / 2 : null
  return (
    <div className="mt-1.5 text-sm text-ink-muted">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Progress value={value} label={`Training ${source.title}`} className="max-w-64 min-w-24 grow" />
        <span className="tabular-nums">{wording(source)}</span>
      </div>
      {error && <p className="mt-0.5 text-warn">{error.message}</p>}
      {live && <p className="mt-0.5">Until then answers come from what was read before.</p>}
    </div>
  )
}

const VERBS = { fetching: 'Fetching', extracting: 'Reading', embedding: 'Learning' }

function wording({ type, stage, status, progress }: Source): string {
  if (status === 'pending' || stage === 'waiting') {
    return 'Waiting for its turn'
  }
  if (stage === null) {
    return 'Almost ready'
  }
  const verb = type === 'video' && stage === 'fetching' ? 'Fetching the subtitles' : VERBS[stage]
  if (progress.done === 0 && !progress.total) {
    return verb
  }
  const unit = progress.unit === 'pages' ? 'page' : 'section'
  const counted = progress.total
    ? `${verb} ${unit} ${grouped(progress.done)} of ${grouped(progress.total)}`
    : `${verb}, ${grouped(progress.done)} ${unit}s`
  return progress.secondsLeft === null ? counted : `${counted}, ${about(progress.secondsLeft)} for this step`
}
