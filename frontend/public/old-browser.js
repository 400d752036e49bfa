/* Shows the plain message to browsers older than the build target (Chrome 87).
   Must stay ES5: it is served as it is, not compiled. */
(function () {
  function modern() {
    try {
      // Promise.any and String.replaceAll came with Chrome 85, the second test with 87.
      return 'noModule' in document.createElement('script') &&
        typeof String.prototype.replaceAll === 'function' &&
        typeof Promise.any === 'function' &&
        !!(window.CSS && CSS.supports && CSS.supports('inset', '0'));
    } catch (e) {
      return false;
    }
  }
  if (!modern()) {
    document.getElementById('old-browser').removeAttribute('hidden');
    document.getElementById('app').style.display = 'none';
  }
})();
