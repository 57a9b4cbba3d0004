/** For state that is kept outside of the pages: who shows it is told when it changes. */
export function listeners() {
  const all = new Set<() => void>()
  return {
    subscribe(listener: () => void) {
      all.add(listener)
      return () => all.delete(listener)
    },
    notify() {
      for (const listener of all) {
        listener()
      }
    },
  }
}
