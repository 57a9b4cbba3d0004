import { cn } from '@/lib/cn'

const GROUNDS = [
  'fill-[oklch(0.36_0.06_168)]',
  'fill-[oklch(0.37_0.07_235)]',
  'fill-[oklch(0.37_0.08_285)]',
  'fill-[oklch(0.4_0.08_20)]',
  'fill-[oklch(0.41_0.06_70)]',
  'fill-[oklch(0.36_0.05_200)]',
]

/** A page with one highlighted line, drawn from the bot's id: the same bot always has the same one. */
export function BotGlyph({ id, className }: { id: string; className?: string }) {
  const seed = hash(id)
  const marked = 1 + (seed % 3)
  const lines = Array.from({ length: 5 }, (_, line) => 8 + ((seed >>> (line * 4 + 3)) % 9))
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-11 shrink-0', className)}>
      <rect width="32" height="32" rx="9" className={GROUNDS[(seed >>> 7) % GROUNDS.length]} />
      {lines.map((width, line) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change their order
          key={line}
          x={line === marked ? 6.6 : 8}
          y={7 + line * 4 - (line === marked ? 0.6 : 0)}
          width={line === marked ? width + 3 : width}
          height={line === marked ? 3.2 : 2}
          rx="0.6"
          className={line === marked ? 'fill-lime' : 'fill-white/45'}
        />
      ))}
    </svg>
  )
}

function hash(text: string): number {
  let value = 2166136261
  for (const character of text) {
    value = Math.imul(value ^ character.charCodeAt(0), 16777619)
  }
  return value >>> 0
}
