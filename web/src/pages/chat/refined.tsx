import { Component, type ReactNode, Suspense } from 'react'

/** What only makes a part look better is no reason to lose an answer: without it, that part is shown plain. */
export class Refined extends Component<{ plain: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    const { plain, children } = this.props
    return this.state.failed ? plain : <Suspense fallback={plain}>{children}</Suspense>
  }
}
