import { describe, expect, it } from 'vitest'
import { fileName } from './download'

describe('file names of downloads', () => {
  it.each([
    ["attachment; filename=\"x.xlsx\"; filename*=UTF-8''%E6%9C%88%E6%8A%A5.xlsx", '月报.xlsx'],
    ['attachment; filename="report.xlsx"', 'report.xlsx'],
    ["attachment; filename*=UTF-8''%E0%A4%A", '月报'],
    [null, '月报'],
  ])('%s', (header, want) => expect(fileName(header, '月报')).toBe(want))
})
