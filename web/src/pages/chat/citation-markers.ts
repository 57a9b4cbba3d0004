import type { Element, ElementContent, Root, Text } from 'hast'

const MARKER = /\[(\d{1,3})\]/g
const OPAQUE = new Set(['a', 'code', 'pre'])

/**
 * Turns [1] in running text into `button` elements for the citation chips. It runs behind the sanitiser, which lets
 * no button through: every button that is left is one of ours. Text in code and in links is left alone.
 */
export function rehypeCitations({ markers }: { markers: ReadonlySet<number> }) {
  const visit = (parent: Root | Element) => {
    parent.children = parent.children.flatMap((child): (typeof parent.children)[number][] => {
      if (child.type === 'element' && !OPAQUE.has(child.tagName)) {
        visit(child)
      }
      return child.type === 'text' ? split(child, markers) : [child]
    }) as typeof parent.children
  }
  return visit
}

function split({ value }: Text, markers: ReadonlySet<number>): ElementContent[] {
  const parts: ElementContent[] = []
  let from = 0
  for (const match of value.matchAll(MARKER)) {
    const marker = Number(match[1])
    if (markers.has(marker)) {
      // A chip sticks to the word before it: the space between them would let it start a line.
      pushText(parts, value.slice(from, match.index).replace(/ $/, '\u00a0'))
      parts.push({ type: 'element', tagName: 'button', properties: { value: String(marker) }, children: [] })
      from = match.index + match[0].length
    }
  }
  pushText(parts, value.slice(from))
  return parts
}

function pushText(parts: ElementContent[], value: string): void {
  if (value) {
    parts.push({ type: 'text', value })
  }
}

/** The answer for the clipboard: its Markdown without the markers. */
export function plainText(content: string): string {
  return content.replace(/[ \u00a0]?\[\d{1,3}\]/g, '').trim()
}
