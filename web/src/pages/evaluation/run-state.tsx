import type { Evaluation } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { STATES } from './wording'

const TONES = { waiting: 'neutral', running: 'accent', done: 'good', failed: 'danger', cancelled: 'warn' } as const

export function RunState({ run }: { run: Evaluation }) {
  return (
    <Badge tone={TONES[run.state]}>
      {STATES[run.state]}
      {run.state === 'running' && ` ${run.done} of ${run.total}`}
    </Badge>
  )
}
