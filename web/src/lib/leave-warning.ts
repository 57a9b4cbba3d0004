const reasons = new Set<string>()

/** As long as one reason holds, the browser asks before it closes the page: what is on its way would be lost. */
export function warnBeforeLeaving(reason: string, holds: boolean): void {
  holds ? reasons.add(reason) : reasons.delete(reason)
  if (reasons.size > 0) {
    window.addEventListener('beforeunload', stay)
  } else {
    window.removeEventListener('beforeunload', stay)
  }
}

function stay(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
