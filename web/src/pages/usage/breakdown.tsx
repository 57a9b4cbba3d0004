import type { UsageSums } from '@/api/types'
import { grouped, percent } from '@/lib/format'
import { amount, type Measure } from './sums'

interface BreakdownProps {
  title: string
  /** Each with what tells it apart. */
  lines: [string, UsageSums][]
  name?: (key: string) => string
  /** What the shares are of. */
  measure: Measure
}

export function Breakdown({ title, lines, name = (key) => key, measure }: BreakdownProps) {
  const all = lines.reduce((sum, [, sums]) => sum + amount(sums, measure), 0)
  return (
    <section className="mt-8" aria-label={title}>
      <h3 className="font-semibold">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <div className="mt-2 overflow-x-auto" tabIndex={0}>
        <table className="w-full min-w-[32rem] text-left text-sm tabular-nums">
          <thead>
            <tr className="border-b border-line text-ink-muted">
              <th className="py-2 pr-4 font-medium">{title.replace(/^By (.)/, (_, first) => first.toUpperCase())}</th>
              <th className="py-2 pr-4 text-right font-medium">Answers</th>
              <th className="py-2 pr-4 text-right font-medium">Tokens</th>
              <th className="py-2 pr-4 text-right font-medium">Credits</th>
              <th className="py-2 text-right font-medium">Share</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(([key, sums]) => (
              <tr key={key} className="border-b border-line last:border-0">
                <th scope="row" className="max-w-64 truncate py-2 pr-4 font-medium" title={name(key)}>
                  {name(key)}
                </th>
                <td className="py-2 pr-4 text-right">{grouped(sums.answers)}</td>
                <td className="py-2 pr-4 text-right">{grouped(amount(sums, 'tokens'))}</td>
                <td className="py-2 pr-4 text-right">{grouped(sums.credits)}</td>
                <td className="py-2 text-right">{percent(all === 0 ? null : amount(sums, measure) / all)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
