import type { Citation } from '@/api/types'

/** "page 12", or the section's heading where the kind of file has no pages. */
export function place({ page, section }: Pick<Citation, 'page' | 'section'>): string {
  return page ? `page ${page}` : (section ?? '')
}
