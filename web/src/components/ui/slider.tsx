import { Slider as Radix } from 'radix-ui'

interface SliderProps {
  value: number
  onChange: (value: number) => void
  min: number
  max: number
  step: number
  label: string
  valueText: string
  /** Id of what explains it. */
  describedBy?: string
  disabled?: boolean
}

export function Slider({
  value,
  onChange,
  min,
  max,
  step,
  label,
  valueText,
  describedBy,
  disabled = false,
}: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      onValueChange={([changed]) => changed !== undefined && onChange(changed)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className="relative flex h-6 w-full touch-none items-center select-none data-disabled:opacity-60"
    >
      <Radix.Track className="relative h-1.5 grow rounded-full bg-ink/10">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-describedby={describedBy}
        aria-valuetext={valueText}
        className="block size-5 rounded-full border-2 border-accent bg-surface shadow-card focus-visible:rounded-full"
      />
    </Radix.Root>
  )
}
