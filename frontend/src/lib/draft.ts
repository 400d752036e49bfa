// Drafts of forms are kept in the browser so that nothing typed is lost: one per form
// and user, for seven days (interface §4). Passwords are never kept.

const PREFIX = 'yinfeng.draft.'
const KEEP_MS = 7 * 86_400_000

interface Kept {
  at: number
  values: Record<string, unknown>
}

const name = (user: number | string, form: string) => `${PREFIX}${user}.${form}`

export function saveDraft(user: number | string, form: string, values: Record<string, unknown>, now = Date.now()): void {
  try {
    localStorage.setItem(name(user, form), JSON.stringify({ at: now, values } satisfies Kept))
  } catch {
    // Storage is full or forbidden: the form itself still holds what was typed.
  }
}

/** The kept values, or null when there are none or they are older than seven days. */
export function loadDraft(user: number | string, form: string, now = Date.now()): Record<string, unknown> | null {
  const raw = localStorage.getItem(name(user, form))
  if (!raw) return null
  try {
    const kept = JSON.parse(raw) as Kept
    if (now - kept.at < KEEP_MS) return kept.values
  } catch {
    // Not ours: dropped below.
  }
  dropDraft(user, form)
  return null
}

export function dropDraft(user: number | string, form: string): void {
  localStorage.removeItem(name(user, form))
}

/** How many drafts a user has that were not sent; signing out warns about them. */
export function draftCount(user: number | string): number {
  return Object.keys(localStorage).filter((k) => k.startsWith(`${PREFIX}${user}.`)).length
}
