import { useParams } from 'react-router'
import { useBot } from '@/api/bots'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { DangerZone } from './danger-zone'
import { SettingsForm } from './settings-form'

export function SettingsPage() {
  const { botId = '' } = useParams()
  const bot = useBot(botId)
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Settings · ChatForge</title>
      <h1 className="text-2xl font-bold sm:text-3xl">Settings</h1>
      {bot.data ? (
        <>
          <SettingsForm bot={bot.data} />
          <DangerZone bot={bot.data} />
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
    </div>
  )
}
