import type { Source } from '@/api/types'
import { cn } from '@/lib/cn'

const hues = {
  red: 'bg-[light-dark(oklch(0.94_0.035_25),oklch(0.33_0.06_25))] text-[light-dark(oklch(0.47_0.14_25),oklch(0.84_0.09_25))]',
  amber:
    'bg-[light-dark(oklch(0.94_0.04_70),oklch(0.33_0.05_70))] text-[light-dark(oklch(0.45_0.1_65),oklch(0.85_0.09_75))]',
  green:
    'bg-[light-dark(oklch(0.94_0.035_150),oklch(0.33_0.05_155))] text-[light-dark(oklch(0.43_0.09_155),oklch(0.85_0.09_150))]',
  teal: 'bg-[light-dark(oklch(0.94_0.03_190),oklch(0.33_0.04_190))] text-[light-dark(oklch(0.43_0.07_195),oklch(0.85_0.07_190))]',
  blue: 'bg-[light-dark(oklch(0.94_0.03_250),oklch(0.33_0.05_250))] text-[light-dark(oklch(0.45_0.12_252),oklch(0.84_0.08_250))]',
  violet:
    'bg-[light-dark(oklch(0.94_0.035_300),oklch(0.33_0.06_300))] text-[light-dark(oklch(0.46_0.12_300),oklch(0.85_0.08_300))]',
}

/** Beginning with what is no file at all. */
const KINDS: [RegExp, string, string][] = [
  [/^url /, 'WEB', hues.violet],
  [/^video /, 'VID', hues.red],
  [/^qa /, 'Q&A', hues.amber],
  [/pdf/, 'PDF', hues.red],
  [/word|docx/, 'DOC', hues.blue],
  [/presentation|pptx|ppsx/, 'PPT', hues.amber],
  [/spreadsheet|xlsx|csv|tab-separated|tsv/, 'XLS', hues.green],
  [/epub/, 'BOOK', hues.teal],
  [/rfc822|\.eml/, 'MAIL', hues.blue],
  [/image\//, 'IMG', hues.teal],
  [/html/, 'WEB', hues.violet],
  [/markdown|\.md/, 'MD', hues.teal],
  [/vtt/, 'VID', hues.red],
  [/json/, 'Q&A', hues.amber],
]

interface FileIconProps {
  type?: Source['type'] | undefined
  mediaType?: string | null | undefined
  fileName?: string | null | undefined
  className?: string
}

export function FileIcon({ type = 'file', mediaType, fileName, className }: FileIconProps) {
  const text = `${type} ${mediaType ?? ''} ${fileName ?? ''}`.toLowerCase()
  const [, label, colours] = KINDS.find(([pattern]) => pattern.test(text)) ?? [
    '',
    /text|\.txt/.test(text) ? 'TXT' : '?',
    'bg-ink/7 text-ink-muted',
  ]
  return (
    <span
      aria-hidden
      className={cn(
        'grid h-11 w-9 shrink-0 place-items-center rounded-md rounded-tr-xl text-[0.6875rem] font-extrabold tracking-wide',
        colours,
        className,
      )}
    >
      {label}
    </span>
  )
}
