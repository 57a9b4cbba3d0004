import { percent } from '@/lib/format'

interface PairedBarsProps {
  /** From 0 to 1; null where there is none. */
  before: number | null
  after: number | null
  names: [string, string]
}

const WIDTH = 240

/** Two shares under each other; the numbers stand beside, so the picture itself says nothing more. */
export function PairedBars({ before, after, names }: PairedBarsProps) {
  return (
    <div className="flex items-center gap-3">
      <svg
        viewBox={`0 0 ${WIDTH} 30`}
        className="h-8 w-full max-w-60 min-w-24"
        aria-hidden="true"
        preserveAspectRatio="none"
      >
        <rect x="0" y="2" width={WIDTH} height="11" rx="3" className="fill-ink/6" />
        <rect x="0" y="17" width={WIDTH} height="11" rx="3" className="fill-ink/6" />
        <rect x="0" y="2" width={(before ?? 0) * WIDTH} height="11" rx="3" className="fill-ink-faint" />
        <rect x="0" y="17" width={(after ?? 0) * WIDTH} height="11" rx="3" className="fill-accent" />
      </svg>
      <dl className="grid grid-cols-[auto_auto] gap-x-2 text-xs leading-4 tabular-nums">
        <dt className="text-ink-muted">{names[0]}</dt>
        <dd className="text-right">{percent(before)}</dd>
        <dt className="text-ink-muted">{names[1]}</dt>
        <dd className="text-right font-semibold">{percent(after)}</dd>
      </dl>
    </div>
  )
}
