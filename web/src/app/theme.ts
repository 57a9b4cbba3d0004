import { useSyncExternalStore } from 'react'
import { listeners } from '@/lib/listeners'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'chatforge.theme'
const { subscribe, notify } = listeners()

function current(): Theme {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

function choose(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
  } else {
    document.documentElement.dataset.theme = theme
  }
  try {
    theme === 'system' ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, theme)
  } catch {
    // Without storage the choice holds until the page is left.
  }
  notify()
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, current), choose]
}
