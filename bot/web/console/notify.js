/** How an agent who looks elsewhere learns that somebody needs them: title, sound, the browser's notifications. */

/** Two short notes, made on the spot. */
export class Bell {
  /** @type {AudioContext | null} */
  #context = null;

  ring() {
    try {
      this.#context ??= new AudioContext();
      const { currentTime } = this.#context;
      for (const [i, pitch] of [659, 880].entries()) {
        const note = this.#context.createOscillator();
        const volume = this.#context.createGain();
        const from = currentTime + i * 0.14;
        note.frequency.value = pitch;
        volume.gain.setValueAtTime(0, from);
        volume.gain.linearRampToValueAtTime(0.12, from + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.001, from + 0.35);
        note.connect(volume).connect(this.#context.destination);
        note.start(from);
        note.stop(from + 0.4);
      }
    } catch {
      // No sound device, or the browser wants a click first: the title still counts.
    }
  }
}

/** @param {string} title @param {number} count */
export function showCount(title, count) {
  document.title = count ? `(${count}) ${title}` : title;
}

/** Asks the browser for permission if need be. */
export async function mayNotify() {
  if (!('Notification' in window)) return false;
  if (Notification.permission === 'default') await Notification.requestPermission();
  return Notification.permission === 'granted';
}

/** @param {string} title @param {string} body @param {string} tag one notification a conversation @param {() => void} open */
export function notify(title, body, tag, open) {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const shown = new Notification(title, { body, tag });
    shown.onclick = () => {
      window.focus();
      shown.close();
      open();
    };
  } catch {
    // Phones allow notifications from service workers only.
  }
}
