import type { KeyboardEvent } from 'react'

/**
 * Enter that sends what was typed. One that confirms a word of an input method does not; Safari tells it by its code
 * alone.
 */
export function isSendingEnter({ key, shiftKey, keyCode, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !nativeEvent.isComposing && keyCode !== 229
}
