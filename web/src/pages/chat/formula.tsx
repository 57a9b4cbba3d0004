import { Component, lazy, type ReactNode, Suspense } from 'react'

// The typesetter is only fetched for an answer that has a formula in it.
const Typeset = lazy(() => import('./typeset'))

interface FormulaProps {
  tex: string
  block: boolean
}

export function Formula({ tex, block }: FormulaProps) {
  const written = <code>{tex}</code>
  return (
    <AsWritten written={written}>
      <Suspense fallback={written}>
        <Typeset tex={tex} block={block} />
      </Suspense>
    </AsWritten>
  )
}

/** Without the typesetter a formula is shown as it was written. */
class AsWritten extends Component<{ written: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? this.props.written : this.props.children
  }
}
