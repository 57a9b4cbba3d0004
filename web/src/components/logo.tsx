import { cn } from '@/lib/cn'

/** A speech bubble whose middle line is highlighted: an answer that shows its passage. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-8', className)}>
      <path
        className="fill-[light-dark(var(--color-spruce),oklch(0.4_0.07_170))]"
        d="M7 2h18a5 5 0 0 1 5 5v13a5 5 0 0 1-5 5H14.5L8.6 29.6A1 1 0 0 1 7 28.8V25a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5z"
      />
      <path className="fill-white/55" d="M8 8h16v2.6H8zM8 18h7v2.6H8z" />
      <path className="fill-lime" d="M7 12.4h18.4v4H7z" />
    </svg>
  )
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2.5', className)}>
      <LogoMark />
      <span className="font-display text-lg font-bold tracking-tight">ChatForge</span>
    </span>
  )
}
