import type { Source } from '@/api/types'
import { Progress } from '@/components/ui/progress'

/** Reading is the first stage, learning (embedding) the second; each fills its half of the bar. */
export function SourceProgress({ source }: { source: Source }) {
  const { stage, progress } = source
  const share = progress?.total ? progress.done / progress.total : null
  const value =
    stage === 'embedding' ? 0.5 + (share ?? 0) / 2 : stage === 'extracting' && share !== null ? share / 2 : null
  return (
    <div className="mt-1.5 flex items-center gap-3 text-sm text-ink-muted">
      <Progress value={value} label={`Training ${source.title}`} className="max-w-64 grow" />
      <span className="tabular-nums">{wording(source)}</span>
    </div>
  )
}

function wording({ stage, status, progress }: Source): string {
  if (status === 'pending' || stage === 'waiting' || !stage) {
    return 'Waiting for its turn'
  }
  const verb = stage === 'extracting' ? 'Reading' : 'Learning'
  if (!progress || (progress.done === 0 && !progress.total)) {
    return verb
  }
  const unit = progress.unit === 'pages' ? 'page' : 'section'
  return progress.total ? `${verb} ${unit} ${progress.done} of ${progress.total}` : `${verb}, ${progress.done} ${unit}s`
}
