import { readonly, ref } from 'vue'

const query = window.matchMedia('(max-width: 720px)')
const phone = ref(query.matches)
// addEventListener on a media query needs Chrome 45: old kernels have it.
query.addEventListener('change', (e) => (phone.value = e.matches))

/** Whether the page stands on a phone: lists are cards, controls are native. */
export const isPhone = readonly(phone)
