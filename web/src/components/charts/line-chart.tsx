import { useId } from 'react'
import { cn } from '@/lib/cn'
import { percent } from '@/lib/format'

interface Series {
  name: string
  /** From 0 to 1, one for each point; null where there is none. */
  values: (number | null)[]
}

interface LineChartProps {
  title: string
  /** What each point is, oldest first. */
  points: { key: string; label: string }[]
  /** Two at the most: each has a line and a mark of its own, so that colours are not needed. */
  series: Series[]
}

const WIDTH = 640
const HEIGHT = 200
const LEFT = 44
const RIGHT = 12
const TOP = 10
const BOTTOM = 10

const STYLES = [
  { line: 'stroke-accent-ink', mark: 'fill-accent-ink', dash: undefined },
  { line: 'stroke-warn', mark: 'fill-warn', dash: '6 4' },
]

const y = (value: number) => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM)

/** Shares over time, and the same as a table. */
export function LineChart({ title, points, series }: LineChartProps) {
  const id = useId()
  const step = points.length > 1 ? (WIDTH - LEFT - RIGHT) / (points.length - 1) : 0
  const x = (at: number) => (points.length > 1 ? LEFT + at * step : (LEFT + WIDTH - RIGHT) / 2)
  return (
    <figure aria-labelledby={`${id}-title`} className="rounded-2xl border border-line bg-surface p-4">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span id={`${id}-title`} className="text-sm font-semibold">
          {title}
        </span>
        <span aria-hidden className="flex gap-4 text-sm text-ink-muted">
          {series.map(({ name }, at) => (
            <span key={name} className="inline-flex items-center gap-2">
              <svg width="28" height="10" aria-hidden="true">
                <line x1="0" x2="28" y1="5" y2="5" strokeWidth="2" {...lineOf(at)} />
                <Mark at={at} x={14} y={5} />
              </svg>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="mt-3 w-full" role="img" aria-label={summary(title, series)}>
        {[0, 0.25, 0.5, 0.75, 1].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={LEFT - 8} y={y(value) + 4} textAnchor="end" className="fill-ink-muted text-xs tabular-nums">
              {percent(value)}
            </text>
          </g>
        ))}
        {series.map(({ name, values }, at) => (
          <g key={name}>
            <path d={path(values, x)} fill="none" strokeWidth="2" strokeLinejoin="round" {...lineOf(at)} />
            {values.map((value, point) =>
              value === null ? null : <Mark key={points[point]?.key} at={at} x={x(point)} y={y(value)} />,
            )}
          </g>
        ))}
      </svg>
      <details className="mt-2 text-sm">
        <summary className="cursor-pointer text-ink-muted">As a table</summary>
        <div className="mt-2 overflow-x-auto">
          <table className="w-full text-left tabular-nums">
            <thead>
              <tr className="border-b border-line text-ink-muted">
                <th className="py-1.5 pr-4 font-medium">Evaluation</th>
                {series.map(({ name }) => (
                  <th key={name} className="py-1.5 pr-4 font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map(({ key, label }, at) => (
                <tr key={key} className="border-b border-line last:border-0">
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    {label}
                  </th>
                  {series.map(({ name, values }) => (
                    <td key={name} className="py-1.5 pr-4">
                      {percent(values[at])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

function lineOf(at: number) {
  const { line, dash } = STYLES[at % STYLES.length] ?? { line: '', dash: undefined }
  return { className: line, strokeDasharray: dash }
}

function Mark({ at, x, y }: { at: number; x: number; y: number }) {
  const className = cn(STYLES[at % STYLES.length]?.mark, 'stroke-surface')
  return at % 2 === 0 ? (
    <circle cx={x} cy={y} r="4.5" strokeWidth="1.5" className={className} />
  ) : (
    <rect x={x - 4} y={y - 4} width="8" height="8" strokeWidth="1.5" className={className} />
  )
}

/** Gaps where there is no value. */
function path(values: (number | null)[], x: (at: number) => number): string {
  let drawing = false
  return values
    .map((value, at) => {
      if (value === null) {
        drawing = false
        return ''
      }
      const command = drawing ? 'L' : 'M'
      drawing = true
      return `${command}${x(at).toFixed(1)} ${y(value).toFixed(1)}`
    })
    .join('')
}

function summary(title: string, series: Series[]): string {
  const lines = series.map(({ name, values }) => {
    const known = values.filter((value) => value !== null)
    return known.length > 1
      ? `${name} from ${percent(known[0])} to ${percent(known.at(-1))}`
      : `${name} ${percent(known[0])}`
  })
  return `${title}: ${lines.join(', ')}`
}
