import { describe, expect, it } from 'vitest'
import { municipality, placeText, provinceOptions } from './places'

describe('places', () => {
  it('34 provinces with short labels', () => {
    expect(provinceOptions).toHaveLength(34)
    expect(provinceOptions.find((o) => o.value === '新疆维吾尔自治区')?.label).toBe('新疆')
  })
  it('short in tables, a municipality once', () => {
    expect([placeText('陕西省', '咸阳市'), placeText('北京市', '北京市'), placeText('香港特别行政区', ''), placeText('', ''), placeText('内蒙古自治区', '包头市')])
      .toEqual(['陕西咸阳', '北京', '香港', '', '内蒙古包头'])
  })
  it('municipalities', () => expect(['重庆市', '重庆', '陕西省'].map(municipality)).toEqual([true, false, false]))
})
