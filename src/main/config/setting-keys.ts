import * as v from 'valibot';
import { SETTING_NAMES, SETTINGS, type SettingName, type SettingValues } from '../../domain/settings/settings.ts';
import type { SettingRange } from '../../domain/settings/setting.ts';
import { ZoneFiles } from '../machine/time/zone-files.ts';
import { flag } from './config-file.ts';

/** The settings that a file gives; each may be left out. */
export type SettingsInFile = { readonly [Name in SettingName]?: SettingValues[Name] | undefined };
type SettingKeys = {
  readonly [Name in SettingName]: v.OptionalSchema<v.GenericSchema<SettingValues[Name]>, undefined>;
};

/** A key of the file for each setting there is. */
export const settingKeys = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, v.optional(schemaOf(SETTINGS[name].range))]),
) as unknown as SettingKeys;

export const settingName = v.picklist(SETTING_NAMES, `must be the name of a setting: ${SETTING_NAMES.join(', ')}`);

export function givenSettings(settings: SettingsInFile): Partial<SettingValues> {
  return Object.fromEntries(
    SETTING_NAMES.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  );
}

function schemaOf(range: SettingRange): v.GenericSchema {
  switch (range.kind) {
    case 'choice':
      return v.picklist(range.values, `must be ${listed(range.values)}`);
    case 'whole-number':
      return wholeNumber(range);
    case 'on-off':
      return flag;
    case 'time-zone':
      return v.pipe(
        v.string(),
        v.check(
          (name) => new ZoneFiles().rulesOf(name) !== null,
          'must be the name of a time zone in /usr/share/zoneinfo (package tzdata), as Europe/Rome',
        ),
      );
  }
}

function wholeNumber({ least, most, unit }: Extract<SettingRange, { kind: 'whole-number' }>): v.GenericSchema {
  const outside = `must be ${least} to ${most} ${unit}`;
  return v.pipe(v.number(), v.integer(`must be whole ${unit}`), v.minValue(least, outside), v.maxValue(most, outside));
}

/** `"a", "b" or "c"`. */
function listed(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter((words) => words !== '').join(' or ');
}
