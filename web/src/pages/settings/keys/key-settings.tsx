import { useParams } from 'react-router'
import { useRights } from '@/api/bots'
import { useKeys } from '@/api/keys'
import { ProblemNotice } from '@/components/problem-notice'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { Section } from '../section'
import { KeyForm } from './key-form'
import { KeyList } from './key-list'

export function KeySettings() {
  const { botId = '' } = useParams()
  const { role, mayManage } = useRights(botId)
  return (
    <div className="mt-2">
      <title>API keys · ChatForge</title>
      {role === undefined && <KeysLoading />}
      {role !== undefined && mayManage && (
        <>
          <Section title="New key" intro="With a key, a program uses this bot, and none of your others.">
            <KeyForm botId={botId} />
          </Section>
          <Section title="Keys" intro="Revoke what is not needed any more, or what somebody else may have seen.">
            <Keys botId={botId} />
          </Section>
        </>
      )}
      {!mayManage && <p className="mt-8 text-ink-muted">Only the owner of a bot makes and sees its API keys.</p>}
    </div>
  )
}

function Keys({ botId }: { botId: string }) {
  const keys = useKeys(botId)
  if (keys.data) {
    return <KeyList botId={botId} keys={keys.data} />
  }
  return keys.isError ? <ProblemNotice error={keys.error} onRetry={() => keys.refetch()} /> : <KeysLoading />
}

function KeysLoading() {
  return (
    <Loading label="Loading the keys" className="grid gap-3">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </Loading>
  )
}
