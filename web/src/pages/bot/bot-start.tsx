import { Navigate, useParams } from 'react-router'
import { useTrainingStatus } from '@/api/training-status'

/** A bot that knows something opens at its chat; one that does not, where it can be taught. */
export function BotStart() {
  const { botId = '' } = useParams()
  const status = useTrainingStatus(botId)
  if (status.isPending) {
    return null
  }
  return <Navigate to={(status.data?.counts.ready ?? 0) > 0 ? 'chat' : 'sources'} replace />
}
