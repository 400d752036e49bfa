// Asks a person for a reason or a yes before deleting, returning or closing. One dialog
// for the whole application (ReasonDialog in App).
import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Question {
  title: string
  /** What will happen, and what is kept. */
  text?: string
  /** Label of the reason box; without it only a yes is asked. */
  reasonLabel?: string
  required?: boolean
  confirm: string
  danger?: boolean
}

export const useAsk = defineStore('ask', () => {
  const question = ref<Question | null>(null)
  let settle: (answer: string | null) => void = () => undefined

  /** Answers the reason ("" when none was asked), or null when the person went back. */
  function ask(q: Question): Promise<string | null> {
    question.value = q
    return new Promise((resolve) => (settle = resolve))
  }
  function answer(reason: string | null): void {
    question.value = null
    settle(reason)
  }
  return { question, ask, answer }
})
