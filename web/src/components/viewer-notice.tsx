import { Eye } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** Why a page offers nothing to change. */
export function ViewerNotice({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={cn('flex gap-3 rounded-xl bg-accent-soft px-4 py-3 text-sm', className)}>
      <Eye aria-hidden className="mt-px size-5 shrink-0 text-accent-ink" />
      <p>
        <strong className="font-semibold">You are a viewer of this bot.</strong> {children} Its owner can make you an
        editor.
      </p>
    </div>
  )
}
