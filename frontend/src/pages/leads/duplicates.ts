// What the duplicate check found, and what a person decides of it (domain §4).
import { computed, reactive, ref } from 'vue'
import { ApiError } from '@/api/problem'
import type { ClaimNotice, DuplicateDecision, LeadFindings } from '@/api/types'

/** Reads what a refusal for duplicates tells: a notice of another unit's claim, or leads of one's own; null for another error. */
export function findingsOf(e: unknown): LeadFindings | null {
  if (!(e instanceof ApiError) || e.status !== 409 || typeof e.state !== 'object' || e.state === null) return null
  if ('claimId' in e.state) return { verdicts: [], notices: [e.state as ClaimNotice] }
  if ('verdicts' in e.state) return e.state as LeadFindings
  return null
}

/** Another unit's claim on the same company: no decision passes it. */
export const blocked = (f: LeadFindings): boolean => (f.notices ?? []).some((n) => n.level === 'L1')

/** Nothing but hints of a phone or an address in common: seeing them is enough. */
export const hinted = (f: LeadFindings): boolean => !f.verdicts?.length && !f.notices?.length && (f.hints ?? []).every((h) => h.level === 'L4')

/** Findings while typing and the decision that saving then asks for. */
export function useDuplicates() {
  const found = ref<LeadFindings | null>(null)
  const asked = ref(false) // saving was refused: a decision is due
  const choice = reactive({ verdict: 'new' as string, leadId: 0, reason: '' })
  const decision = computed<DuplicateDecision | undefined>(() => {
    if (!asked.value || !found.value || blocked(found.value)) return undefined
    return choice.verdict === 'continue' || choice.verdict === 'merge' ? { verdict: choice.verdict, leadId: choice.leadId, reason: choice.reason.trim() } : { verdict: 'new', reason: choice.reason.trim() }
  })

  /** Runs a saving; a refusal for duplicates is shown, and asks for the decision the next time. */
  async function saving<T>(act: (d: DuplicateDecision | undefined) => Promise<T>): Promise<T> {
    try {
      return await act(decision.value)
    } catch (e) {
      const now = findingsOf(e)
      if (now) {
        found.value = now
        asked.value = true
      }
      throw e
    }
  }
  function tell(f: LeadFindings | null): void {
    found.value = f
    asked.value = false
  }
  return { found, asked, choice, saving, tell }
}
