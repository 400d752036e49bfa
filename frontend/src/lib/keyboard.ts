// Keyboard shortcuts. Never while an input method composes, never plain letters while
// typing; every shortcut has a visible button too (interface §1.12).
import { onBeforeUnmount, onMounted } from 'vue'

export type KeyMap = Record<string, (e: KeyboardEvent) => void>

/** The name under which a key press is looked up: "j", "Enter", "Ctrl+k", "?". */
export function keyName(e: KeyboardEvent): string {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  return (e.ctrlKey || e.metaKey ? 'Ctrl+' : '') + key
}

/** Whether the press belongs to an input method that is composing. */
export function isComposing(e: KeyboardEvent): boolean {
  return e.isComposing || e.key === 'Process' || e.keyCode === 229
}

function isTyping(e: KeyboardEvent): boolean {
  const el = e.target
  if (!(el instanceof HTMLElement)) return false
  return el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)
}

/** Enter on a focused control belongs to that control. */
function isControl(e: KeyboardEvent): boolean {
  const el = e.target
  return el instanceof HTMLElement && el.closest('a, button, [role=button], [role=option], [role=dialog]') !== null
}

/** Runs the action of a key press; answers whether one ran. */
export function dispatch(e: KeyboardEvent, keys: KeyMap): boolean {
  if (isComposing(e) || e.altKey || e.defaultPrevented) return false
  const name = keyName(e)
  const action = keys[name]
  if (!action) return false
  if (isTyping(e) && !name.startsWith('Ctrl+') && name !== 'Escape') return false
  if (name === 'Enter' && isControl(e)) return false
  e.preventDefault()
  action(e)
  return true
}

/** Listens while the component is mounted. */
export function useKeys(keys: KeyMap): void {
  const listen = (e: KeyboardEvent) => void dispatch(e, keys)
  onMounted(() => window.addEventListener('keydown', listen))
  onBeforeUnmount(() => window.removeEventListener('keydown', listen))
}
