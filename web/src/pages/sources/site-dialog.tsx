import { FileText, Network } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { limitOf, useEntitlements } from '@/api/plan'
import { useAddSource } from '@/api/sources'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { Field, Input } from '@/components/ui/field'
import { RadioCards } from '@/components/ui/radio-cards'
import { PrivacyField } from './privacy-field'
import { type Refresh, RefreshField } from './refresh-field'
import { SiteExtent } from './site-extent'
import { scopeOf } from './site-scope'

interface SiteDialogProps {
  botId: string
  /** Of the bot; other people's plans are not known. */
  owner: boolean
  open: boolean
  onClose: () => void
}

const EMPTY = { url: '', title: '', depth: '', pages: '' }

export function SiteDialog({ botId, owner, open, onClose }: SiteDialogProps) {
  const [typed, setTyped] = useState(EMPTY)
  const [whole, setWhole] = useState(false)
  const [refresh, setRefresh] = useState<Refresh>('never')
  const [citable, setCitable] = useState(true)
  const add = useAddSource(botId)
  const plan = useEntitlements(owner && open).data
  const most = { depth: limitOf(plan, 'crawlDepth') ?? 100, pages: limitOf(plan, 'pagesPerSite') ?? 100_000 }
  const depth = typed.depth || String(Math.min(2, most.depth))
  const pages = typed.pages || String(Math.min(50, most.pages))
  const fields = add.error?.fields ?? {}
  const change = (changed: Partial<typeof EMPTY>) => setTyped({ ...typed, ...changed })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(
      {
        type: 'url',
        url: typed.url.trim(),
        ...(typed.title.trim() && { title: typed.title.trim() }),
        ...(whole && { crawl: { depth: Number(depth), pages: Number(pages) } }),
        refresh,
        citable,
      },
      { onSuccess: onClose },
    )
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!add.isSuccess && Object.values(typed).some((text) => text !== '')}
      title="Add a web page or site"
      description="What is written there is read; menus, banners and footers are left out."
    >
      {(leave) => (
        <form onSubmit={submit} className="mt-6 grid gap-5">
          <Field label="Address" error={fields.url}>
            <Input
              required
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={2000}
              placeholder="https://example.com/help/"
              value={typed.url}
              onChange={(event) => change({ url: event.target.value })}
            />
          </Field>
          <RadioCards
            label="How much of it"
            value={whole ? 'site' : 'page'}
            onChange={(value) => setWhole(value === 'site')}
            options={[
              { value: 'page', label: 'This page only', hint: 'One page, as it is', icon: <FileText aria-hidden /> },
              {
                value: 'site',
                label: 'The whole site',
                hint: 'The page, and those that it leads to',
                icon: <Network aria-hidden />,
              },
            ]}
          />
          {whole && (
            <SiteExtent
              scope={scopeOf(typed.url)}
              depth={depth}
              pages={pages}
              most={most}
              plan={plan?.plan.name}
              onChange={change}
              error={fields.crawl}
            />
          )}
          <RefreshField value={refresh} onChange={setRefresh} error={fields.refresh} />
          <Field label="Title" hint="Its own when you leave this empty." error={fields.title}>
            <Input maxLength={200} value={typed.title} onChange={(event) => change({ title: event.target.value })} />
          </Field>
          <PrivacyField citable={citable} onChange={setCitable} />
          <FormProblem error={add.error} fields={['url', 'crawl', 'refresh', 'title']} />
          <FormActions onCancel={leave} busy={add.isPending} disabled={typed.url.trim() === ''}>
            {whole ? 'Add site' : 'Add page'}
          </FormActions>
        </form>
      )}
    </FormDialog>
  )
}
