// Where a scrolling box stands and how large it is.
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export function useScroll(box: Readonly<Ref<HTMLElement | null>>) {
  const top = ref(0)
  const height = ref(0)
  const width = ref(0)
  let watcher: ResizeObserver | null = null

  function measure(): void {
    const b = box.value
    if (!b) return
    top.value = b.scrollTop
    height.value = b.clientHeight
    width.value = b.clientWidth
  }
  onMounted(() => {
    measure()
    watcher = new ResizeObserver(measure)
    if (box.value) watcher.observe(box.value)
    box.value?.addEventListener('scroll', measure, { passive: true })
  })
  onBeforeUnmount(() => {
    watcher?.disconnect()
    box.value?.removeEventListener('scroll', measure)
  })
  function scrollTo(y: number, x: number): void {
    const b = box.value
    if (!b) return
    if (b.scrollTop !== y) b.scrollTop = y
    if (b.scrollLeft !== x) b.scrollLeft = x
  }
  return { top, height, width, scrollTo }
}
