import { expect, test } from 'vitest'
import type { Bulletin } from '@/api/types'
import { bulletinHtml } from './copy'

test('the rich text holds every paragraph and no markup of a template', () => {
  const b = { title: '题<b>', paragraphs: [[{ text: '累计' }, { text: '1.00亿元', ref: 'x' }], [{ text: 'a & b' }]], note: '口径' } as unknown as Bulletin
  expect(bulletinHtml(b)).toBe('<h2 style="text-align:center">题&lt;b&gt;</h2><p style="text-indent:2em">累计1.00亿元</p><p style="text-indent:2em">a &amp; b</p><p>口径</p>')
})
