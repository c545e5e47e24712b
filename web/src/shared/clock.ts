// SPDX-License-Identifier: Apache-2.0
// The campaign's clock, as the server runs it. In a rehearsal it stands in the past, may be stopped or run faster; the
// device's own clock is never shown and never judged by.
import { computed, onScopeDispose, reactive, ref, type Ref } from 'vue'
import { api, ask } from './api'
import { setZone } from './time'

export interface Reading {
  server: number // the campaign's time of the reading, ms
  device: number // the device's monotonic time of the reading, ms
  rate: number
}

/** The campaign's time at a moment of the device's monotonic clock. */
export function timeAt(reading: Reading, device: number): number {
  return reading.server + (device - reading.device) * reading.rate
}

const reading = reactive<Reading>({ server: Date.now(), device: performance.now(), rate: 1 })
export const clock = reactive({ known: false, rehearsal: false, rate: 1, zone: 480 })

/** The campaign's time now, in ms since 1970. */
export function now(): number {
  return timeAt(reading, performance.now())
}

/** The moments of real time in which the campaign's clock moves by `ms`. */
export function realWait(ms: number): number {
  return reading.rate > 0 ? ms / reading.rate : ms
}

export async function syncClock(): Promise<void> {
  const asked = performance.now()
  const view = await ask(api.GET('/api/clock'))
  const got = performance.now()
  // The server read its clock somewhere between asking and getting: take the middle.
  Object.assign(reading, { server: Date.parse(view.now), device: (asked + got) / 2, rate: view.rate })
  Object.assign(clock, { known: true, rehearsal: view.rehearsal, rate: view.rate, zone: view.zone })
  setZone(view.zone)
}

let watching = false
/** Reads the clock now, every minute, and whenever the page comes back to the front. */
export function watchClock(): void {
  if (watching) return
  watching = true
  const again = () => {
    if (document.visibilityState === 'visible') void syncClock().catch(() => {})
  }
  again()
  setInterval(again, 60_000)
  document.addEventListener('visibilitychange', again)
}

/** The campaign's time, ticking, for what counts down. */
export function useNow(everyMs = 1000): Ref<number> {
  const tick = ref(0)
  const timer = setInterval(() => tick.value++, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return computed(() => (tick.value, now())) // anew at each tick, and when the clock was read
}
