import type { Task } from '@/api/types'
import type { ListDef } from '@/components/list/types'
import { shortDate } from '@/lib/dates'
import { EMPTY } from '@/lib/money'
import { TASK_STATE, taskState } from './taskFields'
import { useSession } from '@/stores/session'

const dueText = (t: Task) => (t.dueOn ? shortDate(t.dueOn, useSession().today) : EMPTY)

export const taskList: ListDef<Task> = {
  noun: '任务',
  path: '/tasks',
  id: (t) => t.id,
  defaultSort: 'dueOn',
  twoLine: true,
  empty: '还没有任务。在线索或项目的“任务”里布置，会出现在这里。',
  filters: [
    { name: 'q', label: '关键词', kind: 'search', placeholder: '要办的事' },
    { name: 'box', label: '范围', kind: 'select', options: [{ value: 'mine', label: '交给我的' }, { value: 'made', label: '我布置给别人的' }, { value: 'unit', label: '本单位人员的' }] },
    { name: 'state', label: '状态', kind: 'select', options: Object.entries(TASK_STATE).map(([value, [label]]) => ({ value, label })) },
    { name: 'overdue', label: '期限', kind: 'select', options: [{ value: 'true', label: '已逾期' }] },
  ],
  columns: [
    { key: 'title', label: '要办的事', text: (t) => t.title, sub: (t) => `${t.objectName} ${t.objectCode}`, main: true },
    { key: 'state', label: '状态', text: (t) => taskState(t)[0], tag: (t) => taskState(t)[1], width: 96 },
    { key: 'due', label: '期限', text: dueText, tone: (t) => (t.overdue ? 'red' : ''), sort: 'dueOn', width: 110 },
    { key: 'owner', label: '承办人', text: (t) => t.ownerName, sub: (t) => t.unitName, width: 150 },
    { key: 'creator', label: '布置人', text: (t) => t.creatorName, sub: (t) => t.knownOn, width: 130 },
  ],
  card: {
    title: (t) => t.title,
    tag: (t) => ({ text: taskState(t)[0], tone: taskState(t)[1] }),
    line: (t) => t.objectName,
    foot: (t) => ({ text: [t.ownerName + ' 承办', t.dueOn && '期限 ' + dueText(t)].filter(Boolean).join(' · '), tone: t.overdue ? 'red' : '' }),
  },
}
