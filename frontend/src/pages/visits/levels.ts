import type { Option } from '@/lib/labels'

/** Levels of who leads (domain §5). */
export const LEVELS: Option[] = ['市级领导', '县级主要领导', '部门', '小分队'].map((s) => ({ value: s, label: s }))
