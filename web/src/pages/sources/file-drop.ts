import { useEffect } from 'react'

export const ACCEPT =
  '.pdf,.docx,.pptx,.ppsx,.xlsx,.csv,.tsv,.txt,.md,.markdown,.html,.htm,.epub,.eml,.png,.jpg,.jpeg,.tif,.tiff'

export function useWholePageDrop(start: (files: Iterable<File>) => void, setOver: (over: boolean) => void) {
  useEffect(() => {
    let depth = 0
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    // What is dropped beside a dialog, or into it, is not meant for the page behind.
    const covered = () => document.querySelector('dialog[open]') !== null
    const enter = (event: DragEvent) => {
      if (carriesFiles(event) && !covered()) {
        depth++
        setOver(true)
      }
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      setOver(depth > 0)
    }
    const allow = (event: DragEvent) => carriesFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      depth = 0
      setOver(false)
      if (carriesFiles(event)) {
        event.preventDefault()
        start(covered() ? [] : (event.dataTransfer?.files ?? []))
      }
    }
    const handlers = { dragenter: enter, dragleave: leave, dragover: allow, drop }
    for (const [name, handler] of Object.entries(handlers)) {
      window.addEventListener(name, handler as EventListener)
    }
    return () => {
      for (const [name, handler] of Object.entries(handlers)) {
        window.removeEventListener(name, handler as EventListener)
      }
    }
  }, [start, setOver])
}
