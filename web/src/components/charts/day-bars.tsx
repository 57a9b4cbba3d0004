import { useId } from 'react'
import { brief, grouped } from '@/lib/format'

interface DayBarsProps {
  title: string
  /** Of what there are so many. */
  unit: string
  /** Oldest first. */
  days: { key: string; label: string; value: number }[]
}

const WIDTH = 640
const HEIGHT = 200
const LEFT = 52
const TOP = 10
const BOTTOM = 24

/** An amount for each day, and the same as a table. */
export function DayBars({ title, unit, days }: DayBarsProps) {
  const id = useId()
  const top = roundUp(Math.max(0, ...days.map(({ value }) => value)))
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM)
  const step = (WIDTH - LEFT) / Math.max(1, days.length)
  const width = Math.min(28, step * 0.72)
  const labelled = Math.max(1, Math.ceil(days.length / 7))
  return (
    <figure aria-labelledby={`${id}-title`} className="rounded-2xl border border-line bg-surface p-4">
      <figcaption id={`${id}-title`} className="text-sm font-semibold">
        {title}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="mt-3 w-full"
        role="img"
        aria-label={summary(title, unit, days)}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={LEFT} x2={WIDTH} y1={y(share * top)} y2={y(share * top)} className="stroke-line" />
            <text
              x={LEFT - 8}
              y={y(share * top) + 4}
              textAnchor="end"
              className="fill-ink-muted text-xs tabular-nums max-sm:text-lg"
            >
              {brief(share * top)}
            </text>
          </g>
        ))}
        {days.map(({ key, label, value }, at) => (
          <g key={key}>
            {value > 0 && (
              <rect
                x={LEFT + at * step + (step - width) / 2}
                y={Math.min(y(value), y(0) - 2)}
                width={width}
                height={Math.max(2, y(0) - y(value))}
                rx="2"
                className="fill-accent"
              >
                <title>{`${label}: ${grouped(value)} ${unit}`}</title>
              </rect>
            )}
            {at % labelled === 0 && at + labelled / 2 <= days.length && (
              <text
                x={LEFT + (at + 0.5) * step}
                y={HEIGHT - 6}
                textAnchor="middle"
                className="fill-ink-muted text-xs max-sm:hidden"
              >
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
      <details className="mt-2 text-sm">
        <summary className="cursor-pointer text-ink-muted">As a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
        <div className="quiet-scroll mt-2 max-h-80" tabIndex={0}>
          <table className="w-full text-left tabular-nums">
            <thead>
              <tr className="border-b border-line text-ink-muted">
                <th className="py-1.5 pr-4 font-medium">Day</th>
                <th className="py-1.5 text-right font-medium first-letter:uppercase">{unit}</th>
              </tr>
            </thead>
            <tbody>
              {days.map(({ key, label, value }) => (
                <tr key={key} className="border-b border-line last:border-0">
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    {label}
                  </th>
                  <td className="py-1.5 text-right">{grouped(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

/** To 1, 2 or 5 and zeros, so that the lines are at numbers that people read. */
function roundUp(most: number): number {
  if (most <= 2) {
    return 2
  }
  const power = 10 ** Math.floor(Math.log10(most))
  return power * ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10)
}

function summary(title: string, unit: string, days: DayBarsProps['days']): string {
  const most = days.reduce<DayBarsProps['days'][number] | undefined>(
    (best, day) => (day.value > (best?.value ?? 0) ? day : best),
    undefined,
  )
  return most ? `${title}: most on ${most.label}, ${grouped(most.value)} ${unit}` : `${title}: none`
}
