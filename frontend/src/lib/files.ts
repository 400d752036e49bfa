/** 320 KB, 1.5 MB */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kb = Math.round(bytes / 1024)
  if (kb < 1024) return `${kb} KB`
  const tenths = Math.round(bytes / 104_857.6)
  return `${Math.trunc(tenths / 10)}.${tenths % 10} MB`
}

const LONGEST = 1600

/** The size that fits into 1600 px, never enlarged. */
export function fit(width: number, height: number, longest = LONGEST): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Scales a photo down to 1600 px before it is sent (interface §4); other files and what the
 *  browser can't draw go as they are. */
export async function shrinkPhoto(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png)$/.test(file.type) || typeof createImageBitmap !== 'function') return file
  try {
    const image = await createImageBitmap(file)
    const { width, height } = fit(image.width, image.height)
    if (width === image.width) return file
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    return small ?? file
  } catch {
    return file // not a picture after all: the server judges by content
  }
}
