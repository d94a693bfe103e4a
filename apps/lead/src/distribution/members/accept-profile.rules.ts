import { type DistributionProfile, WEEKDAYS } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';

/** A profile in its stored form, or why it is refused. */
export function acceptProfile(
  stated: DistributionProfile,
): { readonly profile: DistributionProfile } | { readonly errors: readonly FieldProblem[] } {
  const zone = normaliseTimeZone(stated.timeZone);
  const errors: FieldProblem[] = [...spanProblems(stated), ...absenceProblems(stated)];
  if (!zone.ok) errors.push({ path: 'timeZone', code: zone.code, message: zone.message });
  if (errors.length > 0) return { errors };
  const words = (list: readonly string[]) => [...new Set(list)].toSorted();
  return {
    profile: {
      ...stated,
      skills: words(stated.skills),
      territories: words(stated.territories),
      languages: words(stated.languages),
      timeZone: zone.ok ? (zone.value ?? 'UTC') : 'UTC',
      absences: stated.absences.map(({ from, until }) => ({ from: new Date(from).toISOString(), until: new Date(until).toISOString() })),
    },
  };
}

function spanProblems({ workingHours }: DistributionProfile): FieldProblem[] {
  return WEEKDAYS.flatMap((day) =>
    (workingHours?.[day] ?? []).flatMap(({ from, until }, index): FieldProblem[] => {
      if (from < until) return [];
      return [
        { path: `workingHours.${day}.${index}`, code: 'span.backwards', message: 'Ends after it begins; a night has a span in each day.' },
      ];
    }),
  );
}

function absenceProblems({ absences }: DistributionProfile): FieldProblem[] {
  return absences.flatMap(({ from, until }, index): FieldProblem[] => {
    if (Date.parse(from) < Date.parse(until)) return [];
    return [{ path: `absences.${index}`, code: 'absence.backwards', message: 'Ends after it begins.' }];
  });
}
