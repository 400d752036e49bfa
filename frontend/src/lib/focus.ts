import { nextTick } from 'vue'

/** Leads to the first field of a form that has a complaint beside it. */
export async function focusFirstError(): Promise<void> {
  await nextTick()
  const field = document.querySelector<HTMLElement>('form [aria-invalid="true"]')
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
