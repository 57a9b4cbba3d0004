import type { Element, ElementContent, Root, Text } from 'hast'
import type { Citation } from '@/api/types'
import { inText } from './formulas'

/** A word, the markers behind it, and the punctuation behind those. */
const CITED = /(\S{0,24}?)[ \u00a0]?((?:\[\d{1,3}\][ \u00a0]?)*\[\d{1,3}\])([.,;:!?)\]]*)/g
const MARKER = /\[(\d{1,3})\]/g
/** Not the text of a link. */
const WITH_SPACE = /[ \u00a0]?\[(\d{1,3})\](?!\()/g
const OPAQUE = new Set(['a', 'code', 'pre'])

interface Options {
  markers: ReadonlySet<number>
}

/**
 * Turns [1] in running text into `button` elements for the citation chips. It runs behind the sanitiser, which lets
 * no button through: every button that is left is one of ours. Text in code and in links is left alone, and so is a
 * number that no citation bears.
 */
export function rehypeCitations({ markers }: Options) {
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
  for (const match of value.matchAll(CITED)) {
    const [all, word = '', group = '', punctuation = ''] = match
    const known = [...group.matchAll(MARKER)]
      .map(([, number]) => Number(number))
      .filter((number) => markers.has(number))
    if (known.length > 0) {
      parts.push(...text(value.slice(from, match.index)))
      parts.push(unbroken([...text(word), ...known.map(chip), ...text(punctuation)]))
      from = match.index + all.length
    }
  }
  return [...parts, ...text(value.slice(from))]
}

/** A chip never starts a line, and the full stop behind it does neither. */
function unbroken(children: ElementContent[]): Element {
  return { type: 'element', tagName: 'span', properties: { className: ['whitespace-nowrap'] }, children }
}

function chip(marker: number): Element {
  return { type: 'element', tagName: 'button', properties: { value: String(marker) }, children: [] }
}

function text(value: string): Text[] {
  return value ? [{ type: 'text', value }] : []
}

/** The answer without its markers: for the clipboard, and to be read out. What only looks like a marker stays. */
export function plainText(content: string, citations: Citation[]): string {
  const markers = new Set(citations.map(({ marker }) => marker))
  const plain = inText(content, (part) =>
    part.replace(WITH_SPACE, (all, number) => (markers.has(Number(number)) ? '' : all)),
  )
  return plain.trim()
}
