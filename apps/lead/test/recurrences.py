"""Writes recurrences.jsonl: what python-dateutil 2.9.0.post0 and zoneinfo say of random rules of RFC 5545.

python3 apps/lead/test/recurrences.py > apps/lead/test/recurrences.jsonl

Occurrences are those of the rule on the wall clock, put into the zone with fold=0: a skipped time counts with the offset before the gap, a time that
comes twice is the first (PEP 495, as RFC 5545, 3.3.5 wants it). UNTIL is applied to the instants. A series has ended when it rests for ten years.
dateutil takes BYDAY with and without numbers together as both at once and counts BYSETPOS of the first week from DTSTART; neither is drawn.
"""
import datetime as d, json, random
from zoneinfo import ZoneInfo
from dateutil.rrule import rrulestr

random.seed(5545)
DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kolkata', 'Europe/Dublin', 'Pacific/Apia', 'UTC']
TIMES = ['09:00:00', '02:30:00', '00:15:00', '23:45:00']
TEN_YEARS = d.timedelta(days=3653)

def drawn(share): return random.random() < share
def joined(items): return ','.join(map(str, items))

def rule():
    frequency = random.choice(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])
    counts = frequency in ('MONTHLY', 'YEARLY')
    parts = ['FREQ=' + frequency]
    if drawn(.5): parts.append('INTERVAL=%d' % random.choice([1, 2, 3, 4, 6]))
    if drawn(.35): parts.append('BYMONTH=' + joined(sorted(random.sample(range(1, 13), random.randint(1, 4)))))
    says_day = False
    if drawn(.5):
        days = random.sample(DAYS, random.randint(1, 3))
        if counts and drawn(.6): days = [random.choice(['1', '2', '3', '4', '5', '-1', '-2']) + day for day in days]
        parts.append('BYDAY=' + joined(days)); says_day = True
    if frequency != 'WEEKLY' and drawn(.4):
        parts.append('BYMONTHDAY=' + joined(random.sample([*range(1, 32), -1, -2, -5], random.randint(1, 3)))); says_day = True
    if says_day and counts and drawn(.3): parts.append('BYSETPOS=' + random.choice(['1', '-1', '2', '1,-1']))
    if drawn(.3): parts.append('WKST=' + random.choice(DAYS))
    return ';'.join(parts)

def walls(text, start, most):
    """Up to `most` occurrences, none of them more than ten years after the one before."""
    found = []
    # dateutil looks at every year up to 9999 unless the rule has an end.
    for wall in rrulestr('RRULE:%s;UNTIL=20900101T000000' % text, dtstart=start):
        if wall - (found[-1] if found else start) > TEN_YEARS or len(found) == most: break
        found.append(wall)
    return found

def case():
    text, time = rule(), random.choice(TIMES)
    anywhere = d.datetime.fromisoformat('2026-01-01T' + time) + d.timedelta(days=random.randrange(800))
    first = walls(text, anywhere, 1)
    if not first: return None
    count = random.randint(1, 9) if drawn(.3) else None
    found = walls(text, first[0], count or 10)
    if found[:1] != first: return None
    zone, ends = random.choice(ZONES), len(found) < 10
    instants = [wall.replace(tzinfo=ZoneInfo(zone)).astimezone(d.timezone.utc) for wall in found]
    excepted = []
    if count: text += ';COUNT=%d' % count
    elif len(found) > 3 and drawn(.4):
        last = random.randrange(1, len(found))
        text, found, instants, ends = text + instants[last].strftime(';UNTIL=%Y%m%dT%H%M%SZ'), found[:last + 1], instants[:last + 1], True
    if len(found) > 3 and drawn(.3): excepted = sorted(wall.strftime('%Y-%m-%d') for wall in random.sample(found[1:-1], 2))
    kept = [wall for wall in found if wall.strftime('%Y-%m-%d') not in excepted]
    if any(after - before > TEN_YEARS for before, after in zip(kept, kept[1:])): return None
    due = [i.strftime('%Y-%m-%dT%H:%M:%SZ') for wall, i in zip(found, instants) if wall.strftime('%Y-%m-%d') not in excepted]
    return {'rule': text, 'timeZone': zone, 'exceptDates': excepted, 'dueAt': due, 'ends': ends}

cases = []
while len(cases) < 400:
    made = case()
    if made: cases.append(made)
print('\n'.join(json.dumps(made, separators=(',', ':')) for made in cases))
