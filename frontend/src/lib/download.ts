// Downloads a file with progress; it may be cancelled and left. Streams, so that the
// server's own errors are still told as one line.
import { BASE } from '@/api/http'
import { ApiError, problemOf } from '@/api/problem'

export interface Progress {
  received: number
  /** null when the server streams without saying how much comes. */
  total: number | null
}

/** The file name of a Content-Disposition header; RFC 5987 names win. */
export function fileName(header: string | null, fallback: string): string {
  const star = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')
  if (star) {
    try {
      return decodeURIComponent(star[1])
    } catch {
      return fallback
    }
  }
  return /filename="?([^";]+)"?/i.exec(header ?? '')?.[1] ?? fallback
}

export async function download(path: string, fallback: string, onProgress: (p: Progress) => void, signal: AbortSignal): Promise<string> {
  const response = await fetch(BASE + path, { credentials: 'same-origin', signal }).catch((e: unknown) => {
    throw signal.aborted ? e : new ApiError(0)
  })
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null))
  const length = Number(response.headers.get('Content-Length'))
  const total = length > 0 && !response.headers.get('Content-Encoding') ? length : null
  const chunks: BlobPart[] = []
  let received = 0
  const reader = response.body!.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    received += value.length
    onProgress({ received, total })
  }
  const name = fileName(response.headers.get('Content-Disposition'), fallback)
  save(new Blob(chunks, { type: response.headers.get('Content-Type') ?? undefined }), name)
  return name
}

function save(blob: Blob, name: string): void {
  const a = document.createElement('a')
  a.href = URL.createObjectURL(blob)
  a.download = name
  a.click()
  window.setTimeout(() => URL.revokeObjectURL(a.href), 10_000)
}
