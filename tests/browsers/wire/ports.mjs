// The three origins of every case, and how their ports travel.
//
// Cases, predictions and reports always say 8101 (the page), 8102 (the API)
// and 8103 (another host), so that they read the same on every machine. On the
// wire each stands for a free port.

export const PAGE = 'http://localhost:8101';
export const API = 'http://127.0.0.1:8102';
export const OTHER = 'http://127.0.0.1:8103';

const WRITTEN = ['8101', '8102', '8103'];

/** Translates text between written and real ports. */
export class Ports {
  #toReal;
  #toWritten;

  constructor(real) {
    this.real = real.map(String);
    this.#toReal = new Map(WRITTEN.map((port, index) => [port, this.real[index]]));
    this.#toWritten = new Map(this.real.map((port, index) => [port, WRITTEN[index]]));
  }

  /** Text of a case, as it goes onto the wire. */
  outward(text) {
    return text.replace(/:(810[123])(?!\d)/g, (_, port) => `:${this.#toReal.get(port)}`);
  }

  /** Text from the wire, as a case would write it. */
  inward(text) {
    return text.replace(/:(\d{4,5})(?!\d)/g, (whole, port) => (this.#toWritten.has(port) ? `:${this.#toWritten.get(port)}` : whole));
  }
}
