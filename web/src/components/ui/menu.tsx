import { DropdownMenu } from 'radix-ui'
import { type ComponentProps, type ReactNode, use } from 'react'
import { cn } from '@/lib/cn'
import { DialogElement } from './dialog'

/** Never modal: a modal menu locks scrolling by an injected style element, which the page's policy forbids. */
export function Menu({
  trigger,
  children,
  align = 'end',
  onCloseAutoFocus,
}: {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  /** Prevented when the focus is to be elsewhere than at the trigger. */
  onCloseAutoFocus?: (event: Event) => void
}) {
  const dialog = use(DialogElement)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={dialog?.current ?? null}>
        <DropdownMenu.Content
          align={align}
          {...(onCloseAutoFocus && { onCloseAutoFocus })}
          sideOffset={6}
          collisionPadding={12}
          className="z-50 min-w-52 animate-rise rounded-xl border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const item = cn(
  'flex w-full items-center gap-2.5 rounded-lg px-2.5 py-2 text-sm font-medium outline-none select-none',
  'data-[highlighted]:bg-accent-soft data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint',
)

export function MenuItem({
  className,
  danger,
  ...props
}: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return (
    <DropdownMenu.Item
      className={cn(item, danger && 'text-danger data-[highlighted]:bg-danger-soft [&_svg]:text-danger', className)}
      {...props}
    />
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-xs font-semibold text-ink-faint">
      {children}
    </DropdownMenu.Label>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-2.5 my-1.5 h-px bg-line" />
}

interface Choice<T extends string> {
  value: T
  label: ReactNode
}

export function MenuChoices<T extends string>({
  value,
  onChange,
  choices,
}: {
  value: T
  onChange: (value: T) => void
  choices: Choice<T>[]
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => onChange(chosen as T)}>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={item}>
          {choice.label}
          <DropdownMenu.ItemIndicator className="ml-auto size-2 rounded-full bg-accent" />
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}
