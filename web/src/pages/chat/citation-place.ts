import type { Citation } from '@/api/types'
import { playTime } from '@/lib/format'

/** "page 12", "at 3:12", or the section's heading where the kind of source has neither. */
export function place({ page, second, section }: Pick<Citation, 'page' | 'second' | 'section'>): string {
  if (page) {
    return `page ${page}`
  }
  return second === null ? (section ?? '') : `at ${playTime(second)}`
}
