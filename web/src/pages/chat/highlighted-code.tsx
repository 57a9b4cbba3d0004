import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { common, createLowlight } from 'lowlight'
import { useMemo } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'

const lowlight = createLowlight(common)

/** Code in colours, as elements with classes: the page's policy allows no inline styles, and nothing here is HTML. */
export default function HighlightedCode({ language, text }: { language: string; text: string }) {
  return useMemo(
    () =>
      lowlight.registered(language) ? toJsxRuntime(lowlight.highlight(language, text), { Fragment, jsx, jsxs }) : text,
    [language, text],
  )
}
