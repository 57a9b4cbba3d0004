import { useCallback, useEffect, useRef, useState } from 'react'

const NEAR = 80

/** Keeps the newest line in view while text grows, unless the reader has scrolled away from it. */
export function useStickToEnd(thread: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const sticking = useRef(true)
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    sticking.current = true
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation starts at its end again
  useEffect(toEnd, [thread, toEnd])

  useEffect(() => {
    const area = scroller.current
    if (!area || !content.current) {
      return
    }
    let last = area.scrollTop
    const onScroll = () => {
      const near = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR
      // Only the reader scrolls up. Being far from the end can also mean that text was added in this very frame.
      sticking.current = near || (sticking.current && area.scrollTop >= last)
      last = area.scrollTop
      setAtEnd(sticking.current)
    }
    const growth = new ResizeObserver(() => {
      if (sticking.current) {
        area.scrollTo({ top: area.scrollHeight })
      }
    })
    growth.observe(content.current)
    area.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      growth.disconnect()
      area.removeEventListener('scroll', onScroll)
    }
  }, [])

  return { scroller, content, atEnd, toEnd }
}
