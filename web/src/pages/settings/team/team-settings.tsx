import { useParams } from 'react-router'
import { useBot } from '@/api/bots'
import { useTeam } from '@/api/team'
import { useMe } from '@/app/me'
import { ProblemNotice } from '@/components/problem-notice'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { Section } from '../section'
import { InvitationList } from './invitation-list'
import { InviteForm } from './invite-form'
import { LeaveBot } from './leave-bot'
import { TeammateList } from './teammate-list'

export function TeamSettings() {
  const { botId = '' } = useParams()
  const bot = useBot(botId).data
  const me = useMe().data
  const team = useTeam(botId)
  const manages = bot?.role === 'owner'
  return (
    <div className="mt-2">
      <title>Team · ChatForge</title>
      {manages && (
        <Section
          title="Invite somebody"
          intro="They get an e-mail with a link that is good for seven days. Everybody has conversations of their own."
        >
          <InviteForm botId={botId} />
        </Section>
      )}
      <Section title="Team" intro={manages ? 'Who uses this bot beside you.' : 'Who uses this bot beside its owner.'}>
        {team.isError && <ProblemNotice error={team.error} onRetry={() => team.refetch()} />}
        {team.isPending && (
          <Loading label="Loading the team" className="grid gap-3">
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
          </Loading>
        )}
        {team.data && bot && (
          <TeammateList botId={botId} teammates={team.data.teammates} manages={manages} me={me?.id} />
        )}
      </Section>
      {manages && team.data && team.data.invitations.length > 0 && (
        <Section title="Invitations" intro="Sent, and not accepted so far.">
          <InvitationList botId={botId} invitations={team.data.invitations} />
        </Section>
      )}
      {bot && !manages && me && <LeaveBot bot={bot} me={me.id} />}
    </div>
  )
}
