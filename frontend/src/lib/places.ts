// Provinces by their full names (GB/T 2260), as the server keeps them, and their short
// forms for tables.
const NAMES =
  '陕西省 北京市 天津市 上海市 重庆市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 四川省 贵州省 云南省 西藏自治区 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区 台湾省'

/** 陕西省 → 陕西, 咸阳市 → 咸阳. */
export const shortPlace = (name: string) => name.replace(/(壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$/, '')

/** Choices of a province; the home province first. */
export const provinceOptions = NAMES.split(' ').map((value) => ({ value, label: shortPlace(value) }))

/** The city of a municipality is the municipality. */
export const municipality = (province: string) => ['北京市', '天津市', '上海市', '重庆市'].includes(province)

/** Where something is, in a table: 陕西咸阳, 北京. */
export function placeText(province: string, city = ''): string {
  const p = shortPlace(province)
  const c = shortPlace(city)
  return c && c !== p ? p + c : p
}
