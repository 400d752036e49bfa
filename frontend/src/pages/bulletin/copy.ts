// The bulletin as a document: what goes to the clipboard, as text and as rich text.
import type { Bulletin } from '@/api/types'

const escape = (s: string) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** The text as HTML that office programs take: a title, indented paragraphs, the note. */
export function bulletinHtml(b: Bulletin): string {
  const paragraphs = (b.paragraphs ?? []).map((p) => `<p style="text-indent:2em">${escape((p ?? []).map((s) => s.text).join(''))}</p>`)
  return `<h2 style="text-align:center">${escape(b.title)}</h2>${paragraphs.join('')}<p>${escape(b.note)}</p>`
}

/** Copies text and rich text; on a plain http address the browser's older way is taken. */
export async function copyBulletin(b: Bulletin): Promise<void> {
  const html = bulletinHtml(b)
  if (navigator.clipboard && 'ClipboardItem' in window) {
    const part = (text: string, type: string) => new Blob([text], { type })
    return navigator.clipboard.write([new ClipboardItem({ 'text/html': part(html, 'text/html'), 'text/plain': part(b.plain, 'text/plain') })])
  }
  const put = (e: ClipboardEvent) => {
    e.clipboardData?.setData('text/html', html)
    e.clipboardData?.setData('text/plain', b.plain)
    e.preventDefault()
  }
  document.addEventListener('copy', put)
  try {
    if (!document.execCommand('copy')) throw new Error('copy refused')
  } finally {
    document.removeEventListener('copy', put)
  }
}
