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
    const onScroll = () => {
      const near = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR
      sticking.current = near
      setAtEnd(near)
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
