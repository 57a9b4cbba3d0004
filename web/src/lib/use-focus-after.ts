import { useEffect, useRef } from 'react'

/**
 * A dialog gives the focus back to the button that opened it. When that button went away with what was removed, the
 * place it was in gets the focus, instead of the top of the page.
 */
export function useFocusAfter<T extends HTMLElement>(open: boolean) {
  const place = useRef<T>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !open && document.activeElement === document.body) {
      place.current?.focus()
    }
    wasOpen.current = open
  }, [open])
  return place
}
