const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'long' })
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
]

/** "5 minutes ago" up to a week, then the date. */
export function ago(instant: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000)
  const age = Math.abs(seconds)
  if (age < 60) {
    return 'just now'
  }
  if (age > 7 * 86_400) {
    return DATE.format(new Date(instant))
  }
  const [unit, size] = STEPS.findLast(([, length]) => age >= length) ?? ['minute', 60]
  return RELATIVE.format(Math.trunc(seconds / size), unit)
}

export function date(instant: string): string {
  return DATE.format(new Date(instant))
}

export function dateTime(instant: string): string {
  return DATE_TIME.format(new Date(instant))
}

export function bytes(size: number): string {
  const exponent = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), 3)
  const value = size / 1000 ** exponent
  return `${value < 10 && exponent > 0 ? value.toFixed(1) : Math.round(value)} ${['B', 'kB', 'MB', 'GB'][exponent]}`
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`
}

/** A share of 1, "83%"; a dash where there is none. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${Math.round(share * 100)}%`
}
