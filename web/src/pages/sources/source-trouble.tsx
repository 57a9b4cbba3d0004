import { TriangleAlert } from 'lucide-react'
import type { Source } from '@/api/types'
import { adviceFor, nameOf } from './trouble'

/** Why there is nothing, or why what is newest could not be taken; and what to do about it. */
export function SourceTrouble({ source: { status, error } }: { source: Source }) {
  if (!error) {
    return null
  }
  const name = nameOf(error.code)
  const ready = status === 'ready'
  return (
    <div className="mt-1 flex gap-2 text-sm">
      <TriangleAlert aria-hidden className={`mt-0.5 size-4 shrink-0 ${ready ? 'text-warn' : 'text-danger'}`} />
      <div className="min-w-0">
        <p className={`font-semibold ${ready ? 'text-warn' : 'text-danger'}`}>
          {ready
            ? `The newest version was not taken${name ? `: ${name.toLowerCase()}` : ''}`
            : (name ?? 'Training failed')}
        </p>
        <p className="break-words text-ink-muted">
          {[error.message, adviceFor(error.code), ready && 'Answers come from the version before.']
            .filter(Boolean)
            .join(' ')}
        </p>
      </div>
    </div>
  )
}
