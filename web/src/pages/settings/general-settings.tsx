import { useParams } from 'react-router'
import { useBot } from '@/api/bots'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { ViewerNotice } from '@/components/viewer-notice'
import { DangerZone } from './danger-zone'
import { SettingsForm } from './settings-form'

export function GeneralSettings() {
  const { botId = '' } = useParams()
  const bot = useBot(botId).data
  return (
    <>
      <title>Settings · ChatForge</title>
      {bot ? (
        <>
          {bot.role === 'viewer' && (
            <ViewerNotice className="mt-6">You can see how it is made, but not change it.</ViewerNotice>
          )}
          <SettingsForm bot={bot} />
          {bot.role === 'owner' && <DangerZone bot={bot} />}
        </>
      ) : (
        <Loading label="Loading settings" className="mt-10 grid gap-6">
          {[1, 2, 3, 4].map((field) => (
            <div key={field}>
              <Skeleton className="h-4 w-28" />
              <Skeleton className="mt-2 h-11 w-full" />
            </div>
          ))}
        </Loading>
      )}
    </>
  )
}
