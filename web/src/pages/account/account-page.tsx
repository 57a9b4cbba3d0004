import { Monitor, Moon, Sun } from 'lucide-react'
import { type Theme, useTheme } from '@/app/theme'
import { RadioCards } from '@/components/ui/radio-cards'
import { Section } from '@/pages/settings/section'
import { IdentityList } from './identity-list'
import { LeavingSections } from './leaving-sections'
import { PictureField } from './picture-field'
import { PlanStatus } from './plan-status'
import { ProfileForm } from './profile-form'
import { SecondFactor } from './second-factor'
import { SessionList } from './session-list'

export function AccountPage() {
  const [theme, setTheme] = useTheme()
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <title>Account · ChatForge</title>
      <h1 className="text-2xl font-bold sm:text-3xl">Account</h1>
      <Section title="Profile" intro="Who you are here.">
        <PictureField />
        <ProfileForm />
      </Section>
      <Section title="Plan" intro="What your account may do.">
        <PlanStatus />
      </Section>
      <Section title="Appearance" intro="Kept in this browser.">
        <RadioCards<Theme>
          label="Appearance"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'system', label: 'System', hint: 'Follows your device', icon: <Monitor aria-hidden /> },
            { value: 'light', label: 'Light', hint: 'Always light', icon: <Sun aria-hidden /> },
            { value: 'dark', label: 'Dark', hint: 'Always dark', icon: <Moon aria-hidden /> },
          ]}
        />
      </Section>
      <Section title="Ways to sign in" intro="Your password, and the providers you linked.">
        <IdentityList />
      </Section>
      <Section title="Second factor" intro="A code of your phone beside the password or the provider.">
        <SecondFactor />
      </Section>
      <Section title="Signed-in devices" intro="End a session you do not recognise.">
        <SessionList />
      </Section>
      <LeavingSections />
    </div>
  )
}
