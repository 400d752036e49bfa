import { describe, expect, it } from 'vitest'
import type { ScoreScheme } from '@/api/types'
import { emptyScheme, fitPart, newTerm, schemeBody, schemeDraft, sourcesFor } from './schemeDraft'

const scheme: ScoreScheme = {
  code: 'own', name: '本市办法', for: 'unit', fromYear: 2024, toYear: 0, places: 2, floor: 0, note: '', source: '',
  terms: [
    { code: 'capital', label: '到位资金', start: 5000, floor: 0, cap: 10_000, parts: [{ kind: 'rate', source: 'figure:foreign/fdi', points: 2500, capBp: 12_000, label: '外资' }] },
    { code: 'large', label: '大项目', start: 0, parts: [{ kind: 'missing', source: 'size:signed:20-', points: 1000, due: 1 }, { kind: 'each', source: 'overdue:6', points: -1000 }] },
    { code: 'days', label: '天数\n(天)', start: 0, parts: [{ kind: 'tiers', source: 'typed:days', tiers: [{ from: 20, points: 100_000 }, { from: 10, points: 0 }], short: 10_000 }, { kind: 'value', source: 'typed:service' }] },
  ],
}

describe('a scoring scheme while it is written', () => {
  it('goes to the form and back unchanged', () => {
    const body = schemeBody(schemeDraft(scheme))
    expect(body.ok && JSON.parse(JSON.stringify(body.body))).toEqual(scheme)
  })
  it('tells wrong numbers beside their fields', () => {
    const d = schemeDraft(scheme)
    d.fromYear = '今年'
    d.terms[0].start = '半分'
    d.terms[0].parts[0].cap = '多'
    d.terms[1].parts[0].due = '1.5'
    d.terms[1].parts[0].source.hi = '20'
    d.terms[1].parts[1].source.months = ''
    d.terms[2].parts[0].tiers[1].points = 'x'
    d.terms[2].parts[1].source.item = ' '
    const body = schemeBody(d)
    expect(!body.ok && Object.keys(body.errors).sort()).toEqual([
      'fromYear', 'terms[0].parts[0].capBp', 'terms[0].start', 'terms[1].parts[0].due', 'terms[1].parts[0].source', 'terms[1].parts[1].source',
      'terms[2].parts[0].tiers[1].points', 'terms[2].parts[1].source',
    ])
  })
  it('adds a term with one part, under a code of its own', () => {
    const d = emptyScheme()
    d.terms.push(newTerm(d))
    d.terms.push(newTerm(d))
    d.terms.shift()
    d.terms.push(newTerm(d))
    expect(d.terms.map((t) => t.code)).toEqual(['term2', 'term3'])
    const body = schemeBody(d)
    expect(body.ok && body.body.terms[0].parts).toEqual([{ kind: 'rate', source: 'figure:capital', points: 0 }])
  })
  it('offers what each kind may be worked out from', () => {
    expect(sourcesFor('each', 'unit')).toEqual(['size', 'overdue', 'typed'])
    expect(sourcesFor('share', 'office')).toEqual(['office', 'typed'])
    const part = schemeDraft(scheme).terms[0].parts[0]
    fitPart(part, 'office')
    expect([part.kind, part.source.kind, part.tiers.length]).toEqual(['tiers', 'office', 1])
  })
})
