export interface Target {
  segment: number
  start: number
  end: number
  /** The passage as it was cited; a link from elsewhere has the offsets only. */
  text?: string
}

/** Where to put the highlighter. If the source was trained anew since, the cited words decide, not the offsets. */
export function passageRange(
  segmentText: string,
  { start, end, text }: Target,
): { start: number; end: number } | undefined {
  const within = start >= 0 && end > start && start < segmentText.length
  if (within && (text === undefined || segmentText.slice(start, end).trim() === text.trim())) {
    return { start, end: Math.min(end, segmentText.length) }
  }
  const found = text ? segmentText.indexOf(text.trim()) : -1
  if (text && found >= 0) {
    return { start: found, end: found + text.trim().length }
  }
  return within ? { start, end: Math.min(end, segmentText.length) } : undefined
}
