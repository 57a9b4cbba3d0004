import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface EmptyStateProps {
  title: string
  children: ReactNode
  art?: ReactNode
  action?: ReactNode
  className?: string
}

export function EmptyState({ title, children, art, action, className }: EmptyStateProps) {
  return (
    <div className={cn('mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center', className)}>
      {art}
      <h2 className="mt-5 text-xl font-semibold">{title}</h2>
      <p className="mt-2 text-balance text-ink-muted">{children}</p>
      {action && <div className="mt-6">{action}</div>}
    </div>
  )
}
