/** That of the page, whatever the browser's is: a sentence has its dates and numbers in its own language. */
const LOCALE = document.documentElement.lang || 'en'
const RELATIVE = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'long' })
const DATE = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' })
const DATE_TIME = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' })
const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const GROUPED = new Intl.NumberFormat(LOCALE)
const BRIEF = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })
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

/** A day of the server's, which are in UTC. */
export function shortDay(day: string): string {
  return SHORT_DAY.format(new Date(day))
}

/** "1,204" */
export function grouped(number: number): string {
  return GROUPED.format(number)
}

/** "1.2K" */
export function brief(number: number): string {
  return BRIEF.format(number)
}

/** With so many digits behind the point. */
export function decimal(number: number, digits: number): string {
  return number.toLocaleString(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function bytes(size: number): string {
  const exponent = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), 3)
  const value = size / 1000 ** exponent
  return `${value < 10 && exponent > 0 ? decimal(value, 1) : Math.round(value)} ${['B', 'kB', 'MB', 'GB'][exponent]}`
}

/** As plans count: what is called 50 MB there is 50 here. */
export function megabytes(size: number): string {
  return `${grouped(Math.ceil(size / 2 ** 20))} MB`
}

/** "about 3 minutes": an estimate, so no more exact than it can be. */
export function about(seconds: number): string {
  if (seconds < 10) {
    return 'a few seconds'
  }
  if (seconds < 90) {
    return `about ${Math.ceil(seconds / 10) * 10} seconds`
  }
  return seconds < 5_400
    ? `about ${count(Math.round(seconds / 60), 'minute')}`
    : `about ${count(Math.round(seconds / 3_600), 'hour')}`
}

/** 3:12, or 1:03:12, as players show it. */
export function playTime(second: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const [hours, minutes, seconds] = [Math.floor(second / 3_600), Math.floor(second / 60) % 60, second % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`
}

/** A share of 1, "83%"; a dash where there is none. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${Math.round(share * 100)}%`
}
