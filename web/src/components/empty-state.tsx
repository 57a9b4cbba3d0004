import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface EmptyStateProps {
  title: string
  /** A page that consists of it needs it as its first heading. */
  titleAs?: 'h1' | 'h2'
  children: ReactNode
  art?: ReactNode
  action?: ReactNode
  className?: string
}

export function EmptyState({ title, titleAs: Title = 'h2', children, art, action, className }: EmptyStateProps) {
  return (
    <div className={cn('mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center', className)}>
      {art}
      <Title className="mt-5 text-xl font-semibold">{title}</Title>
      <p className="mt-2 text-balance text-ink-muted">{children}</p>
      {action && <div className="mt-6">{action}</div>}
    </div>
  )
}
