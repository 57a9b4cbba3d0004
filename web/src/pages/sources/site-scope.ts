/** What the pages of a site begin with, as the server takes it: the folder of the address. Undefined while it is none. */
export function scopeOf(typed: string): string | undefined {
  const text = typed.trim()
  try {
    const { protocol, host, pathname } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
    return /^https?:$/.test(protocol) && host.includes('.')
      ? `${host}${pathname.slice(0, pathname.lastIndexOf('/') + 1)}`
      : undefined
  } catch {
    return undefined
  }
}
