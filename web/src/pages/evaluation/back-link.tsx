import { ArrowLeft } from 'lucide-react'
import { Link } from 'react-router'
import { Button } from '@/components/ui/button'

export function BackLink({ botId }: { botId: string }) {
  return (
    <Button variant="link" asChild>
      <Link to={`/bots/${botId}/evaluation`}>
        <ArrowLeft aria-hidden className="size-4" />
        Evaluation
      </Link>
    </Button>
  )
}
