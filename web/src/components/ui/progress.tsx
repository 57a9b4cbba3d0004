import { cn } from '@/lib/cn'

interface ProgressProps {
  /** From 0 to 1; null while the end is not known. */
  value: number | null
  label: string
  className?: string
}

export function Progress({ value, label, className }: ProgressProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className={cn('relative h-1.5 overflow-hidden rounded-full bg-ink/8', className)}
    >
      <div
        className={cn(
          'absolute inset-y-0 left-0 rounded-full bg-accent transition-[width] duration-300 ease-out',
          value === null && 'w-2/5 animate-stripes',
        )}
        style={value === null ? undefined : { width: `${Math.max(value, 0.02) * 100}%` }}
      />
    </div>
  )
}
