import { get } from '@/api/http'
import type { Reader, Task } from '@/api/types'
import type { Field } from '@/components/form/types'
import type { Tone } from '@/lib/labels'

/** The fields of a task; who may do it are those who read its object and do business. */
export const taskFields = (kind: string, id: number): Field[] => [
  { name: 'title', label: '要办的事', kind: 'textarea', required: true, maxlength: 200, wide: true },
  {
    name: 'ownerId', label: '承办人', kind: 'select', required: true,
    options: async () => (await get<{ items: Reader[] }>('/comments/people', { objectKind: kind, objectId: id })).items.filter((p) => p.mayTask).map((p) => ({ value: String(p.id), label: `${p.name}（${p.unitName}）` })),
  },
  { name: 'dueOn', label: '期限', kind: 'date', hint: '选填' },
]

export const TASK_STATE: Record<string, [string, Tone]> = { open: ['未完成', 'amber'], done: ['已完成', 'green'], dropped: ['已取消', ''] }

/** A task's state in words; what is late says so. */
export const taskState = (t: Task): [string, Tone] => (t.overdue ? ['已逾期', 'red'] : (TASK_STATE[t.state] ?? [t.state, '']))
