import { cn } from '@/lib/cn'

const KINDS: [RegExp, string, string][] = [
  [
    /pdf/,
    'PDF',
    'bg-[light-dark(oklch(0.94_0.035_25),oklch(0.33_0.06_25))] text-[light-dark(oklch(0.47_0.14_25),oklch(0.84_0.09_25))]',
  ],
  [
    /word|docx/,
    'DOC',
    'bg-[light-dark(oklch(0.94_0.03_250),oklch(0.33_0.05_250))] text-[light-dark(oklch(0.45_0.12_252),oklch(0.84_0.08_250))]',
  ],
  [
    /html/,
    'WEB',
    'bg-[light-dark(oklch(0.94_0.035_300),oklch(0.33_0.06_300))] text-[light-dark(oklch(0.46_0.12_300),oklch(0.85_0.08_300))]',
  ],
  [
    /markdown|\.md/,
    'MD',
    'bg-[light-dark(oklch(0.94_0.03_190),oklch(0.33_0.04_190))] text-[light-dark(oklch(0.43_0.07_195),oklch(0.85_0.07_190))]',
  ],
]

interface FileIconProps {
  mediaType?: string | null | undefined
  fileName?: string | null | undefined
  className?: string
}

export function FileIcon({ mediaType, fileName, className }: FileIconProps) {
  const text = `${mediaType ?? ''} ${fileName ?? ''}`.toLowerCase()
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
