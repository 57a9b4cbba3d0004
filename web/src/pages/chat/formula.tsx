import { lazy } from 'react'
import { Refined } from './refined'

// The typesetter is only fetched for an answer that has a formula in it.
const Typeset = lazy(() => import('./typeset'))

interface FormulaProps {
  tex: string
  block: boolean
}

export function Formula({ tex, block }: FormulaProps) {
  return (
    <Refined plain={<code>{tex}</code>}>
      <Typeset tex={tex} block={block} />
    </Refined>
  )
}
