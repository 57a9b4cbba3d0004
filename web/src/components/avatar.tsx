import { cn } from '@/lib/cn'

interface AvatarProps {
  name: string
  url: string | null | undefined
  className?: string
}

/** A user's picture, or the initials. It stands beside the name, so it says nothing itself. */
export function Avatar({ name, url, className }: AvatarProps) {
  return url ? (
    <img src={url} alt="" width={256} height={256} className={cn('rounded-full object-cover', className)} />
  ) : (
    <span
      aria-hidden
      className={cn('grid place-items-center rounded-full bg-spruce font-bold text-lime select-none', className)}
    >
      {initials(name)}
    </span>
  )
}

export function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean)
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words[1]?.[0] ?? '') : '')).toUpperCase()
}
