import { onBeforeRouteLeave } from 'vue-router'
import { useAsk } from '@/stores/ask'

/** Asks before a page with something unsaved is left; `unsaved` tells what, "" when there is nothing. */
export function askBeforeLeaving(unsaved: () => string): void {
  onBeforeRouteLeave(async () => {
    const what = unsaved()
    if (!what) return true
    return (await useAsk().ask({ title: '离开本页', text: `${what}改了还没有保存，离开就丢掉这些改动。`, confirm: '离开', danger: true })) !== null
  })
}
