export interface Target {
  segment: number
  start: number
  end: number
  /** The passage as it was cited; a link from elsewhere has the offsets only. */
  text?: string
  /** What the answer took from it, word for word; these words are highlighted more strongly. */
  quotes?: string[]
}

interface Range {
  start: number
  end: number
}

/** A piece of the passage: quoted by the answer, or only around what it quotes. */
export interface Piece {
  text: string
  quoted: boolean
}

/** Where to put the highlighter. If the source was trained anew since, the cited words decide, not the offsets. */
export function passageRange(segmentText: string, { start, end, text }: Target): Range | undefined {
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

/** The passage cut where the quotes begin and end; all of it counts as quoted when none is found in it. */
export function pieces(passage: string, quotes: string[] = []): Piece[] {
  const ranges = quotes
    .map((quote) => locate(passage, quote))
    .filter((range) => range !== undefined)
    .sort((one, other) => one.start - other.start)
  if (ranges.length === 0) {
    return [{ text: passage, quoted: true }]
  }
  const cut: Piece[] = []
  let from = 0
  for (const { start, end } of ranges) {
    if (start >= from) {
      cut.push({ text: passage.slice(from, start), quoted: false }, { text: passage.slice(start, end), quoted: true })
      from = end
    }
  }
  return [...cut, { text: passage.slice(from), quoted: false }].filter(({ text }) => text !== '')
}

/** The sentences of an answer that stand before the marker of one citation. */
export function quotesFor(answer: string, marker: number): string[] {
  const sentences = answer.match(/[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*(?:\s*\[\d{1,3}\])*[.!?]*/g) ?? []
  return sentences
    .filter((sentence) => sentence.includes(`[${marker}]`))
    .map((sentence) =>
      sentence
        .replace(/\s*\[\d{1,3}\]/g, '')
        .replace(/^[\s>*#-]+|[*_`]/g, '')
        .trim(),
    )
    .filter((sentence) => sentence.length >= 12)
}

/** Finds words whatever white space lies between them: lines of a page end anywhere. */
function locate(passage: string, quote: string): Range | undefined {
  const words = quote.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const match = new RegExp(words.join('\\s+')).exec(passage)
  return match ? { start: match.index, end: match.index + match[0].length } : undefined
}
