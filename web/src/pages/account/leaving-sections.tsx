import { Section } from '@/pages/settings/section'
import { DataExport } from './data-export'
import { DeleteAccount } from './delete-account'

/** What one can take along, and how one leaves. */
export function LeavingSections() {
  return (
    <>
      <Section title="Your data" intro="All that is kept of you, to take along.">
        <DataExport />
      </Section>
      <Section title="Delete account" intro="With everything in it.">
        <DeleteAccount />
      </Section>
    </>
  )
}
