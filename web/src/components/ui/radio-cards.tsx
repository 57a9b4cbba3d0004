import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface Option<T extends string> {
  value: T
  label: string
  hint: string
  icon: ReactNode
}

interface RadioCardsProps<T extends string> {
  value: T
  onChange: (value: T) => void
  options: Option<T>[]
  label: string
}

export function RadioCards<T extends string>({ value, onChange, options, label }: RadioCardsProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen as T)}
      className="grid gap-2.5 sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={cn(
            'flex flex-col rounded-xl border border-line-strong bg-surface p-4 text-left transition-colors hover:border-ink-faint focus-visible:rounded-xl disabled:opacity-60',
            'data-[state=checked]:border-accent-ink data-[state=checked]:bg-accent-soft/50 [&_svg]:size-5',
          )}
        >
          <span className="text-ink-muted">{option.icon}</span>
          <span className="mt-2 block text-sm font-semibold">{option.label}</span>
          <span className="mt-0.5 block text-sm text-ink-muted">{option.hint}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
