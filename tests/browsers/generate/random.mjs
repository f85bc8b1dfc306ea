// Chance that repeats: the same seed gives the same sequence everywhere.

/** mulberry32: small, fast, and good enough to mix test cases. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  chance(probability) {
    return this.next() < probability;
  }

  one(list) {
    return list[this.below(list.length)];
  }

  /** `count` different items of `list`, in its order. */
  some(list, count) {
    const indices = list.map((_, index) => index);
    for (let last = indices.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [indices[last], indices[other]] = [indices[other], indices[last]];
    }
    return indices.slice(0, count).sort((a, b) => a - b).map((index) => list[index]);
  }
}
