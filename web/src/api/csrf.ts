/** The header that proves a request comes from our own page: the readable cookie, sent back. */
export function csrfHeader(): Record<string, string> {
  const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith('XSRF-TOKEN='))
  return pair ? { 'X-XSRF-TOKEN': decodeURIComponent(pair.slice('XSRF-TOKEN='.length)) } : {}
}
