// The nouns of a staged import as they travel, from the server's document.
import type { components } from '@/api/schema'

type S = components['schemas']

export type FieldChange = S['FieldChange']
export type ImportBatch = S['ImportBatch']
export type ImportCell = S['ImportCell']
export type ImportChoice = S['ImportDecision']['choice']
export type ImportColumn = S['ImportColumn']
export type ImportColumnMap = S['ImportColumnMap']
export type ImportControlTotal = S['ImportControlTotal']
export type ImportDecision = S['ImportDecision']
export type ImportDone = S['ImportDone']
export type ImportFix = S['ImportFix']
export type ImportIssue = S['ImportIssue']
export type ImportLine = S['ImportLine']
export type ImportLineCount = S['ImportLineCount']
export type ImportOutcome = ImportLine['outcome']
export type ImportPlan = S['ImportPlan']
export type ImportSheet = S['ImportSheet']
export type ImportSkipped = S['ImportSkipped']
export type ImportState = ImportBatch['state']
/** What a column of a kind may mean (GET /imports/keys). */
export type ImportKeys = S['ImportKeys']
export type KeyLabel = S['ImportKeyLabel']
export type KindKeys = S['ImportKindKeys']
