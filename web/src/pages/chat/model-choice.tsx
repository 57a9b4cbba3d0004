import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useBot } from '@/api/bots'
import { useModels } from '@/api/conversations'
import type { Model } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuChoices, MenuLabel } from '@/components/ui/menu'
import { changeDraft, useDraft } from './drafts'

const key = ({ provider, id }: Model) => `${provider}/${id}`

/** The model for the next question, and the control that picks it; no control when there is nothing to pick. */
export function useModelChoice(botId: string, thread: string): [Model | undefined, ReactNode] {
  const models = useModels(botId).data ?? []
  const bot = useBot(botId).data
  const chosen = useDraft(thread, 'model')
  if (models.length < 2) {
    return [undefined, null]
  }
  const own = models.find(({ id, provider }) => id === bot?.model && (!bot.provider || provider === bot.provider))
  const usual = own ?? models.find((model) => model.default) ?? models[0]
  const model = models.find((one) => key(one) === chosen)
  const shown = model ?? usual
  const picker = (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" size="sm" className="font-medium">
          {shown?.name}
          <ChevronDown aria-label="choose model" />
        </Button>
      }
    >
      <MenuLabel>Model for this conversation</MenuLabel>
      <MenuChoices
        value={shown ? key(shown) : ''}
        onChange={(model) => changeDraft(thread, { model })}
        choices={models.map((one) => ({ value: key(one), label: one.name }))}
      />
    </Menu>
  )
  return [model, picker]
}
