import { useEffect, useState } from 'react'

/** Copies text, and tells for two seconds that it did. */
export function useCopy(): [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 2_000)
      return () => clearTimeout(timer)
    }
  }, [copied])
  const copy = (text: string) => {
    void write(text).then(setCopied)
  }
  return [copied, copy]
}

/** The clipboard API exists in secure contexts only; over plain HTTP the old command still works. */
async function write(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
