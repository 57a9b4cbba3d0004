/** The signs of Markdown at the edges of words, and markers of citations: nothing that anybody searched for. */
const SIGNS = /(?<![\p{L}\p{N}])[*_`#|>]+|[*_`|]+(?![\p{L}\p{N}])|[ \u00a0]?\[\d{1,3}\]/gu

/** Where a search found its words, with these marked. */
export function Excerpt({ text, search }: { text: string; search: string }) {
  return (
    <span className="mt-0.5 line-clamp-2 text-xs font-normal text-ink-muted">
      {pieces(text.replace(SIGNS, ''), search).map(({ at, piece, found }) =>
        found ? (
          <mark key={at} className="rounded-xs bg-mark-soft text-on-mark-soft">
            {piece}
          </mark>
        ) : (
          piece
        ),
      )}
    </span>
  )
}

/** The text in pieces; words are found whatever their case, also inside of longer ones. */
export function pieces(text: string, search: string): { at: number; piece: string; found: boolean }[] {
  const words = search.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) {
    return [{ at: 0, piece: text, found: false }]
  }
  const any = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'iu')
  let at = 0
  return text.split(any).flatMap((piece, number) => {
    const here = { at, piece, found: number % 2 === 1 }
    at += piece.length
    return piece === '' ? [] : [here]
  })
}
