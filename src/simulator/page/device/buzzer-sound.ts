import type { BuzzerPattern } from '../../../domain/alert/signals.ts';

/** Of the full volume, 0…1: a piezo disc is not loud. */
const VOLUME = 0.06;

/** The sound of all buzzers. A browser allows it only after the first click or key. */
export class BuzzerAudio {
  #context: AudioContext | null = null;

  get allowed(): boolean {
    return this.#context?.state === 'running';
  }

  /** Call this from a click or key press. */
  async allow(): Promise<void> {
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') await this.#context.resume();
  }

  /** Plays the pattern now. Returns a function that silences it. */
  play({ steps }: BuzzerPattern): () => void {
    const context = this.#context;
    if (context === null || !this.allowed) return () => undefined;
    const gain = new GainNode(context, { gain: 0 });
    const tone = new OscillatorNode(context, { type: 'square' });
    tone.connect(gain).connect(context.destination);
    let atS = context.currentTime;
    for (const { frequencyHz, durationMs } of steps) {
      gain.gain.setValueAtTime(frequencyHz > 0 ? VOLUME : 0, atS);
      if (frequencyHz > 0) tone.frequency.setValueAtTime(frequencyHz, atS);
      atS += durationMs / 1000;
    }
    tone.start();
    tone.stop(atS);
    return () => {
      tone.stop();
    };
  }
}
