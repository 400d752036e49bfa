// The few library functions that kernels 87–110 lack and our libraries use. Syntax is
// the build target's business (interface §1.13).

if (!Array.prototype.at) {
  const at = function <T>(this: ArrayLike<T>, n: number): T | undefined {
    const i = Math.trunc(n) || 0
    return this[i < 0 ? this.length + i : i]
  }
  for (const proto of [Array.prototype, String.prototype]) {
    Object.defineProperty(proto, 'at', { value: at, writable: true, configurable: true })
  }
}

if (!Object.hasOwn) {
  Object.defineProperty(Object, 'hasOwn', {
    value: (o: object, k: PropertyKey) => Object.prototype.hasOwnProperty.call(o, k),
    writable: true,
    configurable: true,
  })
}
