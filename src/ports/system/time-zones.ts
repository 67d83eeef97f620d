import type { ZoneRules } from '../../domain/time-zone/zone-rules.ts';

/** The time zones that this machine knows. */
export interface TimeZones {
  /** Null for a name that there are no rules for; `name` may be any text. UTC is always known. */
  rulesOf(name: string): ZoneRules | null;
}
