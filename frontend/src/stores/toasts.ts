// Short messages at the foot of the page, some with an undo (interface §1.9).
import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Toast {
  id: number
  tone: 'good' | 'bad'
  text: string
  undo?: () => Promise<void>
}

export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  let last = 0

  function show(tone: Toast['tone'], text: string, undo?: Toast['undo']): void {
    const id = ++last
    // Only the latest act can be undone; three at most stand at once.
    const kept = toasts.value.filter((t) => !(undo && t.undo)).slice(-2)
    toasts.value = [...kept, { id, tone, text, undo }]
    // An undo stands longer; errors stay until closed or eight seconds.
    window.setTimeout(() => close(id), undo ? 10_000 : tone === 'bad' ? 8_000 : 4_000)
  }
  function close(id: number): void {
    toasts.value = toasts.value.filter((t) => t.id !== id)
  }
  const good = (text: string, undo?: Toast['undo']) => show('good', text, undo)
  const bad = (text: string) => show('bad', text)

  return { toasts, good, bad, close }
})
