"""Synthetic problems: a town to look at, countries to measure on, people for real hosts, years to replay."""

from matching.simulation.synthetic import synthetic_people_near, synthetic_problem
from matching.simulation.town import demo_town

__all__ = ["demo_town", "synthetic_people_near", "synthetic_problem"]
