import { useState } from 'react'

/**
 * Which of several dialogs is shown. A closed one stays, so that the browser can give the focus back; each opening is a
 * new one, with nothing left of what was typed before.
 */
export function useDialog<T>() {
  const [state, setState] = useState<{ shown: T; open: boolean; time: number }>()
  return {
    ...state,
    show: (shown: T) => setState((last) => ({ shown, open: true, time: (last?.time ?? 0) + 1 })),
    close: () => setState((last) => last && { ...last, open: false }),
  }
}
