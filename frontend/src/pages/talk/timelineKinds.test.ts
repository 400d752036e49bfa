import { expect, it } from 'vitest'
import type { TimelineItem } from '@/api/types'
import { timelineItem } from './timelineKinds'

const line = (x: Partial<TimelineItem>): TimelineItem => ({
  key: '1-1', kind: 'note', act: 'note', on: '2022-09-26', at: '2022-09-26T02:00:00.000Z', title: '进展', text: '已寄材料', objectKind: '', objectId: 0, userName: '张三', unitName: '汉滨区', of: '', files: [], ...x,
})

it('says once what the tag says', () => {
  expect(timelineItem(line({}))).toMatchObject({ tag: '进展', text: '已寄材料', sub: '', when: '2022-09-26 10:00', who: '张三 汉滨区', to: undefined })
  expect(timelineItem(line({ kind: 'stage', title: '阶段 研判 → 对接洽谈', text: '' }))).toMatchObject({ tag: '阶段', text: '研判 → 对接洽谈', sub: '' })
  expect(timelineItem(line({ kind: 'stage', title: '状态 正常 → 暂停', text: '企业换人' }))).toMatchObject({ text: '状态 正常 → 暂停', sub: '企业换人' })
})
it('shows the business day when it was entered later, and whose line it is', () => {
  expect(timelineItem(line({ kind: 'visit', on: '2022-09-20', title: '来访接待：对接', objectKind: 'visit', objectId: 7, of: 'XS2022-0001' }))).toMatchObject({ when: '2022-09-20', to: '/visits/7', who: '张三 汉滨区（线索 XS2022-0001）' })
})
