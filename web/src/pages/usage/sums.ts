import type { UsageLine, UsageSums } from '@/api/types'

export type Measure = 'credits' | 'tokens' | 'answers'

export const MEASURES: Record<Measure, string> = { credits: 'Credits', tokens: 'Tokens', answers: 'Answers' }

export function amount(sums: UsageSums, measure: Measure): number {
  return measure === 'tokens' ? sums.promptTokens + sums.completionTokens : sums[measure]
}

function plus(one: UsageSums, other: UsageSums): UsageSums {
  return {
    answers: one.answers + other.answers,
    promptTokens: one.promptTokens + other.promptTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    credits: one.credits + other.credits,
    writtenOff: one.writtenOff + other.writtenOff,
    counted: one.counted + other.counted,
  }
}

/** Summed up by what the key says; the largest first. */
export function by(lines: UsageLine[], key: (line: UsageLine) => string): [string, UsageSums][] {
  const sums = new Map<string, UsageSums>()
  for (const line of lines) {
    const before = sums.get(key(line))
    sums.set(key(line), before ? plus(before, line.sums) : line.sums)
  }
  return [...sums].sort(([, one], [, other]) => other.credits - one.credits || other.answers - one.answers)
}

/** A value for each day from the first to the last one, also for those on which nothing was used. */
export function days(lines: UsageLine[], from: string, to: string, measure: Measure): { day: string; value: number }[] {
  const values = new Map(by(lines, ({ day }) => day ?? '').map(([day, sums]) => [day, amount(sums, measure)]))
  const all: { day: string; value: number }[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
    const day = isoDay(time)
    all.push({ day, value: values.get(day) ?? 0 })
  }
  return all
}

/** The server counts in days of UTC. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

export const PERIODS = {
  month: 'This month',
  '7': 'The last 7 days',
  '30': 'The last 30 days',
  '90': 'The last 90 days',
}

export type Period = keyof typeof PERIODS

export function bounds(period: Period, now = Date.now()): { from: string; to: string } {
  const to = isoDay(now)
  return {
    from: period === 'month' ? `${to.slice(0, 8)}01` : isoDay(now - (Number(period) - 1) * 86_400_000),
    to,
  }
}
