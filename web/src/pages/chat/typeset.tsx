import { useLayoutEffect, useRef } from 'react'
import temml from 'temml'

/** No longer than a page is wide: an answer must not push the page apart. */
const SIZES: [number, number] = [20, 20]

/**
 * A formula as MathML, which browsers draw and screen readers read out by themselves: no fonts, and no inline styles in
 * markup, which the page's policy forbids.
 */
export default function Typeset({ tex, block }: { tex: string; block: boolean }) {
  const place = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) {
      return
    }
    try {
      element.className = block ? 'formula-block' : ''
      temml.render(tex, element, { displayMode: block, throwOnError: true, annotate: true, maxSize: SIZES })
    } catch {
      element.className = 'formula-as-written'
      element.textContent = tex
    }
    if (element.scrollWidth > element.clientWidth) {
      // What scrolls has to be reachable by keyboard.
      element.tabIndex = 0
    }
  }, [tex, block])
  return <span ref={place} />
}
