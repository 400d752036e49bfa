import type { TimelineItem } from '@/api/types'
import type { TimeItem } from '@/components/TimeLine.vue'
import { objectAddress } from '@/components/shell/hits'
import { timeText } from '@/lib/dates'
import type { Tone } from '@/lib/labels'

export const TIMELINE_KIND: Record<string, [string, Tone]> = {
  stage: ['阶段', 'blue'], note: ['进展', ''], visit: ['拜访', 'green'], comment: ['评论', ''], task: ['任务', 'amber'], file: ['文件', ''], transfer: ['流转', 'amber'],
  claim: ['首报首谈', 'blue'], dispute: ['争议', 'red'], import: ['导入', ''], merge: ['合并', 'amber'], project: ['项目', ''], milestone: ['节点', 'blue'], capital: ['到位资金', 'green'],
}

/** A line as TimeLine draws it: what the tag says already is not said again. */
export function timelineItem(x: TimelineItem): TimeItem {
  const [tag, tone] = TIMELINE_KIND[x.kind] ?? [x.kind, '' as Tone]
  const title = x.title === tag ? '' : x.title.startsWith(tag + ' ') ? x.title.slice(tag.length + 1) : x.title
  const day = timeText(x.at)
  return {
    key: x.key, tag, tone, text: title || x.text, sub: title ? x.text : '', files: x.files ?? [],
    when: day.startsWith(x.on) ? day : x.on, who: [x.userName, x.unitName].filter(Boolean).join(' ') + (x.of ? `（线索 ${x.of}）` : ''),
    to: x.objectKind ? objectAddress(x.objectKind, x.objectId) : undefined,
  }
}
