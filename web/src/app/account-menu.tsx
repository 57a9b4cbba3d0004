import { ChartColumn, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { User } from '@/api/types'
import { Avatar, initials } from '@/components/avatar'
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { useProfile, useSignOut } from './me'
import { useTheme } from './theme'

export function AccountMenu({ user }: { user: User }) {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [theme, setTheme] = useTheme()
  const profile = useProfile().data
  const profileName = profile?.name ?? user.name
  const name = profileName || user.email

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={profile?.avatarUrl ? `Account of ${name}` : `${initials(name)}, account of ${name}`}
          className="rounded-full transition-transform hover:scale-105 focus-visible:rounded-full"
        >
          <Avatar name={name} url={profile?.avatarUrl} className="size-9 text-sm" />
        </button>
      }
    >
      <div className="max-w-64 px-2.5 pt-2 pb-1.5">
        <p className="truncate text-sm font-semibold">{name}</p>
        {profileName && <p className="truncate text-xs text-ink-muted">{user.email}</p>}
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => navigate('/account')}>
        <UserRound aria-hidden />
        Account
      </MenuItem>
      <MenuItem onSelect={() => navigate('/usage')}>
        <ChartColumn aria-hidden />
        Usage
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Appearance</MenuLabel>
      <MenuChoices
        value={theme}
        onChange={setTheme}
        choices={[
          {
            value: 'system',
            label: (
              <>
                <Monitor aria-hidden /> System
              </>
            ),
          },
          {
            value: 'light',
            label: (
              <>
                <Sun aria-hidden /> Light
              </>
            ),
          },
          {
            value: 'dark',
            label: (
              <>
                <Moon aria-hidden /> Dark
              </>
            ),
          },
        ]}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}
