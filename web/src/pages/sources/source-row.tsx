import { CircleCheck, CircleStop, EyeOff, Play, Quote } from 'lucide-react'
import { Link } from 'react-router'
import type { Step } from '@/api/sources'
import type { Source } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/cn'
import { FileIcon } from './file-icon'
import { canBeCancelled, isHeldBack, isUnderWay } from './kinds'
import type { ChangeKind } from './source-dialogs'
import { SourceFacts } from './source-facts'
import { SourceMenu } from './source-menu'
import { SourceProgress } from './source-progress'
import { SourceTrouble } from './source-trouble'
import { REMEDY_NAMES, remedyFor } from './trouble'

interface SourceRowProps {
  source: Source
  editable: boolean
  busy: boolean
  onStep: (step: Step) => void
  onChange: (kind: ChangeKind) => void
}

export function SourceRow(props: SourceRowProps) {
  const { source, editable, onChange } = props
  const { status, title, live } = source
  const settled = status === 'ready' || status === 'failed'
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2.5 py-4 sm:flex-nowrap sm:gap-x-4">
      <FileIcon {...source} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {live ? (
            <Link
              to={`/bots/${source.chatbotId}/sources/${source.id}`}
              className="max-w-full truncate font-semibold underline-offset-4 hover:underline"
            >
              {title}
            </Link>
          ) : (
            <span className="max-w-full truncate font-semibold">{title}</span>
          )}
          {editable && <PrivacyButton source={source} onClick={() => onChange('privacy')} />}
        </div>
        {status === 'ready' && <SourceFacts source={source} onPages={() => onChange('pages')} />}
        {settled && source.error && <SourceTrouble source={source} />}
        {!settled && <SourceProgress source={source} />}
      </div>
      {status === 'ready' && !source.error && (
        <Badge tone="good" className="mt-1.5 max-sm:hidden">
          <CircleCheck aria-hidden />
          Ready
        </Badge>
      )}
      {editable && (
        <div className="empty:hidden max-sm:order-last max-sm:basis-full max-sm:pl-12">
          <NextStep {...props} />
        </div>
      )}
      <SourceMenu {...props} />
    </li>
  )
}

/** What the source's privacy is, at a glance, and the way to change it. */
function PrivacyButton({ source: { citable, title }, onClick }: { source: Source; onClick: () => void }) {
  const state = citable ? 'May be cited' : 'Learn only'
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={`${state}: privacy of ${title}`}
      className={cn(
        'inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap transition-colors focus-visible:rounded-full [&_svg]:size-3.5',
        citable ? '-mx-2.5 text-ink-muted hover:bg-ink/6' : 'bg-warn-soft text-warn hover:opacity-85',
      )}
    >
      {citable ? <Quote aria-hidden /> : <EyeOff aria-hidden />}
      {state}
    </button>
  )
}

/** The one thing that most people want next; everything else is in the menu. */
function NextStep({ source, busy, onStep, onChange }: SourceRowProps) {
  const { status, error, title } = source
  const button = { variant: 'secondary', size: 'sm', busy } as const
  if (isHeldBack(source)) {
    return (
      <Button {...button} aria-label={`Start ${title}`} onClick={() => onStep('train')}>
        <Play aria-hidden />
        Start
      </Button>
    )
  }
  if (canBeCancelled(source)) {
    return (
      <Button {...button} variant="ghost" aria-label={`Cancel ${title}`} onClick={() => onStep('cancel')}>
        <CircleStop aria-hidden />
        Cancel
      </Button>
    )
  }
  if (!error || isUnderWay(source)) {
    return null
  }
  const remedy = remedyFor(source)
  const act = () => (remedy === 'retry' ? onStep(status === 'failed' ? 'train' : 'refetch') : onChange(remedy))
  return (
    <Button {...button} aria-label={`${REMEDY_NAMES[remedy]}: ${title}`} onClick={act}>
      {REMEDY_NAMES[remedy]}
    </Button>
  )
}
