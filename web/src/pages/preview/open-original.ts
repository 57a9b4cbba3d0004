import { originalAddress } from '@/api/originals'
import { toastProblem } from '@/components/ui/toast'

/**
 * Opens the original in a new tab. The tab is opened within the click and filled afterwards, because browsers
 * block one that opens only when the signed address has arrived.
 */
export async function openOriginal(botId: string, sourceId: string, page?: number | null): Promise<void> {
  const tab = window.open('about:blank', '_blank')
  try {
    const address = await originalAddress(botId, sourceId, page)
    if (tab) {
      tab.opener = null
      tab.location.replace(new URL(address, location.origin))
    } else {
      location.assign(address)
    }
  } catch (error) {
    tab?.close()
    toastProblem(error)
  }
}
