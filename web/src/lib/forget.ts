const listeners = new Set<() => void>()

/** For what is kept beside the cache of queries: it goes when the account is left. */
export function onForget(forget: () => void): void {
  listeners.add(forget)
}

export function forgetAccount(): void {
  for (const forget of listeners) {
    forget()
  }
}
