import { CircleAlert, CloudOff, Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { asProblem, type ProblemError } from '@/api/problem'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/cn'

interface ProblemNoticeProps {
  error: unknown
  onRetry?: (() => void) | undefined
  className?: string
  /** More that can be done about it. */
  children?: ReactNode
}

/** What went wrong, what to do about it, and the request id to tell the operator. */
export function ProblemNotice({ error, onRetry, className, children }: ProblemNoticeProps) {
  const problem = asProblem(error)
  const { icon: Icon, title, advice } = explain(problem)
  return (
    <div role="alert" className={cn('flex gap-3 rounded-xl bg-danger-soft p-4 text-sm', className)}>
      <Icon aria-hidden className="mt-px size-5 shrink-0 text-danger" />
      <div className="min-w-0 grow">
        <p className="font-semibold">{title}</p>
        <p className="mt-0.5 break-words text-ink-muted">
          {[problem.code === 'unauthenticated' ? '' : problem.message, advice]
            .filter((part) => part && part !== title)
            .join(' ')}
        </p>
        {problem.requestId && (
          <p className="mt-1.5 text-xs text-ink-muted">
            Request <code className="font-mono select-all">{problem.requestId}</code>
          </p>
        )}
        {(onRetry || children) && (
          <div className="mt-3 flex flex-wrap gap-2">
            {onRetry && (
              <Button variant="secondary" size="sm" onClick={onRetry}>
                Try again
              </Button>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  )
}

function explain(problem: ProblemError) {
  const wait = problem.retryAfterSeconds
  const moment = wait ? `in ${wait} second${wait === 1 ? '' : 's'}` : 'in a moment'
  switch (true) {
    case problem.code === 'unauthenticated':
      return { icon: CircleAlert, title: 'You had been signed out', advice: 'Now that you are back, try again.' }
    case problem.code === 'network':
      return { icon: CloudOff, title: problem.title, advice: '' }
    case problem.status === 429:
      return { icon: Hourglass, title: 'That was a lot at once', advice: `Please try again ${moment}.` }
    case problem.code === 'storage_full':
      return {
        icon: CircleAlert,
        title: problem.title,
        advice: 'The operator has to make room before anything can be stored.',
      }
    case problem.status === 503:
      return {
        icon: CloudOff,
        title: 'This part is down for now',
        advice: `Nothing is lost. Please try again ${moment}.`,
      }
    default:
      return { icon: CircleAlert, title: problem.title, advice: '' }
  }
}
