import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { Spinner } from './spinner'

const button = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-semibold whitespace-nowrap select-none',
    'transition-[background-color,border-color,color,transform,opacity] duration-150 active:translate-y-px',
    'disabled:pointer-events-none disabled:opacity-50 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        secondary: 'border border-line-strong bg-surface text-ink hover:border-ink-faint hover:bg-raised',
        ghost: 'text-ink-muted hover:bg-ink/6 hover:text-ink',
        danger: 'bg-danger text-on-danger hover:opacity-90',
        link: 'h-auto! px-0! text-accent-ink underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-8 px-3 text-sm [&_svg]:size-4',
        md: 'h-10 px-4 text-[0.9375rem] [&_svg]:size-[1.125rem]',
        lg: 'h-12 px-5 text-base [&_svg]:size-5',
        icon: 'size-10 [&_svg]:size-[1.125rem]',
        'icon-sm': 'size-8 [&_svg]:size-4',
      },
    },
    defaultVariants: { variant: 'primary', size: 'md' },
  },
)

interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof button> {
  /** Renders the only child with the button's looks: for links. */
  asChild?: boolean
  busy?: boolean
}

export function Button({ className, variant, size, asChild, busy, children, disabled, ...props }: ButtonProps) {
  if (asChild) {
    return (
      <Slot.Root className={cn(button({ variant, size }), className)} {...props}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type="button"
      className={cn(button({ variant, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...props}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}
