import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/client'
import { Button } from '@/components/ui/button'

/** On one's own machine no mail leaves it; then this tells where it is read. */
export function LocalMailboxHint() {
  const mailbox = useQuery<boolean>({
    queryKey: ['local-mailbox'],
    queryFn: async ({ signal }) => (await api.GET('/api/dev/mailbox', { signal })).response.ok,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return mailbox.data ? (
    <span>
      This machine sends no mail.{' '}
      <Button variant="link" size="sm" asChild>
        <a href="/dev/mailbox" target="_blank" rel="noreferrer">
          Read it here
        </a>
      </Button>
    </span>
  ) : null
}
