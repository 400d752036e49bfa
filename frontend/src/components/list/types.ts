// A list page as data: filters, columns, card. ListPage draws every list from this.
import type { Query } from '@/api/http'
import type { Act } from '@/api/types'
import type { Option, Tone } from '@/lib/labels'

export interface Column<T> {
  key: string
  /** Header; the unit of a figure stands here, once (万元). */
  label: string
  text: (row: T) => string
  /** Second line in grey, for two-line rows. */
  sub?: (row: T) => string
  /** Shown as a tag in this tone. */
  tag?: (row: T) => Tone
  /** Colours the text; the text itself must say the same (逾期). */
  tone?: (row: T) => Tone
  /** The server's sort name; the header becomes a button. */
  sort?: string
  numeric?: boolean
  width?: number
  /** The record's own name: drawn as a link. */
  main?: boolean
}

/** One record on a phone. */
export interface Card<T> {
  title: (row: T) => string
  tag?: (row: T) => { text: string; tone: Tone }
  line?: (row: T) => string
  figure?: (row: T) => string
  foot?: (row: T) => { text: string; tone: Tone }
}

export interface Filter {
  name: string
  label: string
  kind: 'search' | 'select' | 'month' | 'date' | 'unit'
  options?: Option[] | (() => Promise<Option[]>)
  placeholder?: string
}

export interface ListDef<T> {
  /** What one record is called: 线索. */
  noun: string
  /** Path under /api/v1 that answers the list. */
  path: string
  /** Always sent, not in the address. */
  fixed?: Query
  filters: Filter[]
  columns: Column<T>[]
  card: Card<T>
  defaultSort?: string
  twoLine?: boolean
  id: (row: T) => number | string
  create?: { label: string; to: string; act: Act }
  /** Path that answers the list as a file under the same filters. */
  exportPath?: string
  /** What an empty list teaches; filtered lists say so themselves. */
  empty: string
  /** Full page of a record; without it a row opens in the drawer only. */
  page?: (id: string) => string
  /** Rows open in no drawer. */
  flat?: boolean
}
