/** 亿元 as the pages print it: two decimals, one from 100 亿 on, halves away from zero. */
export function yi(minor) {
  const abs = BigInt(Math.abs(minor))
  const places = abs >= 1_000_000_000_000n ? 1n : 2n
  const per = 10_000_000_000n / 10n ** places
  const n = (abs * 2n + per) / (per * 2n)
  const whole = (n / 10n ** places).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${minor < 0 && n > 0n ? '-' : ''}${whole}.${(n % 10n ** places).toString().padStart(Number(places), '0')}`
}
