"""Check a plan of contacts record by record, without a solver."""

from __future__ import annotations

from collections import Counter

from matching.contacts.visits import NOBODY, Points, VisitPlan, Visits


def faults_of(visits: Visits, plan: VisitPlan, points: Points | None = None) -> list[str]:
    """
    Say what does not hold of a plan; nothing where all of it does.

    Parameters
    ----------
    visits
        What was to be planned.
    plan
        The plan.
    points
        What it was made with.
    """
    points = points or Points()
    faults: list[str] = []
    minutes: Counter[tuple[int, int]] = Counter()
    met: Counter[tuple[int, int]] = Counter()
    worth = 0
    for contact in range(visits.size):
        who, week = int(plan.coordinator[contact]), int(plan.week[contact])
        if (who == NOBODY) != (week == NOBODY) or (who == NOBODY) != (contact in plan.left_over):
            faults.append(f"contact {contact}: neither made nor left over")
        if who == NOBODY or week == NOBODY:
            continue
        if not 0 <= week < visits.weeks or not visits.earliest[contact] <= week <= visits.latest[contact]:
            faults.append(f"contact {contact}: not in week {week}")
            continue
        if not visits.may[contact, who]:
            faults.append(f"contact {contact}: not by coordinator {who}")
        minutes[who, week] += int(visits.minutes[contact]) + int(visits.travel[contact, who])
        met[int(visits.subject[contact]), week] += 1
        worth += visits.worth(contact, who, week, points)
    for (who, week), used in sorted(minutes.items()):
        if used > visits.available[who, week]:
            faults.append(f"coordinator {who} week {week}: {used} of {visits.available[who, week]} minutes")
    faults += [f"subject {each} week {week}: {n} times" for (each, week), n in sorted(met.items()) if n > 1]
    if worth != plan.objective:
        faults.append(f"worth {worth}, not {plan.objective}")
    if plan.bound < plan.objective:
        faults.append(f"bound {plan.bound} below {plan.objective}")
    return faults
