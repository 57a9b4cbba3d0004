import { useState } from 'react'
import { Link } from 'react-router'
import type { Evaluation } from '@/api/types'
import { LineChart } from '@/components/charts/line-chart'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { percent } from '@/lib/format'
import { RunState } from './run-state'
import { MEASURES, nameOf, settingsOf } from './wording'

/** Evaluations over time, of one question set: others have other questions. */
export function History({ botId, runs }: { botId: string; runs: Evaluation[] }) {
  const sets = new Map(runs.map((run) => [run.setId, run.setName]))
  const [chosen, setChosen] = useState('')
  const setId = sets.has(chosen) ? chosen : runs[0]?.setId
  const shown = runs.filter((run) => run.setId === setId)
  const done = shown.filter((run) => run.means !== null).reverse()
  return (
    <section aria-labelledby="history" className="mt-10">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h2 id="history" className="text-lg font-semibold">
          History
        </h2>
        {sets.size > 1 && (
          <Field label="Question set" className="w-full sm:w-64">
            <Select value={setId} onChange={(event) => setChosen(event.target.value)}>
              {[...sets].map(([id, name]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </div>
      {done.length > 0 && (
        <div className="mt-4">
          <LineChart
            title="Recall and nDCG over time"
            points={done.map((run) => ({ key: run.id, label: nameOf(run) }))}
            series={[
              { name: 'Recall', values: done.map((run) => run.means?.recall ?? null) },
              { name: 'nDCG', values: done.map((run) => run.means?.ndcg ?? null) },
            ]}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className="mt-4 overflow-x-auto" tabIndex={0} aria-label="Evaluations">
        <table className="w-full min-w-[38rem] text-left text-sm tabular-nums">
          <thead>
            <tr className="border-b border-line text-ink-muted">
              <th className="py-2 pr-4 font-medium">Evaluation</th>
              <th className="py-2 pr-4 font-medium">State</th>
              {MEASURES.map(({ key, name, meaning }) => (
                <th key={key} className="py-2 pr-4 font-medium" title={meaning}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((run) => (
              <tr key={run.id} className="border-b border-line">
                <th scope="row" className="py-2.5 pr-4 font-normal">
                  <Link to={`/bots/${botId}/evaluation/runs/${run.id}`} className="font-semibold hover:underline">
                    {nameOf(run)}
                  </Link>
                  <span className="block text-ink-muted">{settingsOf(run)}</span>
                </th>
                <td className="py-2.5 pr-4">
                  <RunState run={run} />
                </td>
                {MEASURES.map(({ key }) => (
                  <td key={key} className="py-2.5 pr-4">
                    {percent(run.means?.[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
