import { ref } from 'vue'
import { errorText } from '@/api/problem'
import { download, type Progress } from '@/lib/download'

/** Fetches one workbook at a time with progress; what went wrong is told beside the buttons. */
export function useWorkbook() {
  const progress = ref<Progress | null>(null)
  const done = ref('')
  const wrong = ref('')
  let abort: AbortController | null = null

  async function fetchBook(path: string, fallback: string, size: number | null = null): Promise<void> {
    const mine = (abort = new AbortController())
    progress.value = { received: 0, total: size }
    done.value = wrong.value = ''
    try {
      done.value = `已下载 ${await download(path, fallback, (p) => (progress.value = { ...p, total: p.total ?? size }), mine.signal)}`
    } catch (e) {
      if (mine.signal.aborted) done.value = '已取消下载'
      else wrong.value = errorText(e)
    } finally {
      progress.value = null
    }
  }
  const cancel = () => abort?.abort()
  return { progress, done, wrong, fetchBook, cancel }
}
