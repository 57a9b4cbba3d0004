import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { useFieldProps } from './field'

/** The platform's own select: it needs no injected style element, which the page's policy forbids. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <div className="relative">
      <select
        {...useFieldProps()}
        className={cn(
          'h-10.5 w-full appearance-none rounded-lg border border-line-strong bg-surface pr-10 pl-3.5 hover:border-ink-faint disabled:opacity-60',
          className,
        )}
        {...props}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-faint"
      />
    </div>
  )
}
