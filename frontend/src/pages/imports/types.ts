// The nouns of a staged import as they travel (crm/import_batch.go).

export type ImportState = 'reading' | 'checked' | 'failed' | 'applying' | 'applied' | 'undone' | 'discarded'
export type ImportOutcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected'
export type ImportChoice = '' | 'new' | 'update' | 'skip' | 'accept'

export interface ImportProgress {
  phase: '' | 'reading' | 'judging' | 'writing'
  done: number
  total: number
}
export interface ImportPlan {
  read: number
  create: number
  update: number
  unchanged: number
  skip: number
  reject: number
  errors: number
  warnings: number
  accepted: number
}
export interface ImportDone {
  read: number
  created: number
  updated: number
  unchanged: number
  skipped: number
  rejected: number
}
export interface ImportColumn {
  col: number
  letter: string
  label: string
  key: string
  unit: string
  samples: string[] | null
}
export interface ImportSheet {
  name: string
  role: string
  kind?: string
  reason?: string
  header_rows?: number[] | null
  data_rows?: number[] | null
  unit: string | null
  unit_evidence: string | null
  first_column?: string
  stage_from?: string
  month?: string
  office?: string
  remembered?: boolean
  mapping?: ImportColumn[] | null
}
export interface ImportIssue {
  sheet: string
  row: number | null
  field: string | null
  code: string
  severity: string
  value: string | null
  message: string
  col?: number
  first_column?: string
}
export interface ImportSkipped {
  sheet: string
  row: number
  kind: string
  first_column?: string
}
export interface ImportControlTotal {
  sheet: string
  row: number
  label: string
  field: string
  stated: string
  computed: string
  agrees: boolean
  first_column?: string
}
export interface ImportLineCount {
  sheet: string
  table: string
  all: number
  errors: number
  warnings: number
  duplicates: number
  updates: number
  rejected: number
}
export interface ImportBatch {
  id: number
  fileName: string
  kind: string
  asOf: string
  unitId: number
  unitName: string
  userName: string
  knownOn: string
  at: string
  state: ImportState
  problem: string
  sheets: ImportSheet[] | null
  plan: ImportPlan
  done?: ImportDone
  undoReason: string
  progress: ImportProgress
  mayUndo: boolean
  version: number
  lineCounts: ImportLineCount[] | null
  totals: ImportControlTotal[] | null
  skipped: ImportSkipped[] | null
  notes: ImportIssue[] | null
}
export interface ImportCell {
  col: number
  text: string
  fixed?: boolean
}
export interface FieldChange {
  field: string
  from: string
  to: string
}
export interface ImportLine {
  sheet: string
  table: string
  row: number
  seq: number
  kind: string
  outcome: ImportOutcome
  why: string
  object: string
  objectId: number
  matched: string
  cells: ImportCell[] | null
  issues: ImportIssue[] | null
  changes: FieldChange[] | null
  decision: ImportChoice
  reason: string
}
export interface ImportFix {
  sheet: string
  row: number
  col: number
  text: string | null
}
export interface ImportDecision {
  sheet: string
  table: string
  row: number
  choice: ImportChoice
  reason: string
}
export interface ImportColumnMap {
  kind: string
  columns: { col: number; key: string; unit: string }[]
}
export interface KeyLabel {
  key: string
  label: string
  /** Its column holds amounts and may state a unit. */
  money: boolean
  /** A year and month follow the key: period:2022:03. */
  month: boolean
}
/** What a column of a kind may mean (GET /imports/keys). */
export interface KindKeys {
  kind: string
  label: string
  keys: KeyLabel[] | null
}
